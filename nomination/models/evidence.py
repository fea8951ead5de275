"""Files by their content, and what they are evidence of. The bytes live in the store, never in the database."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nomination.models.base import Base, Key


class StoredFile(Base):
    """One file of the store, named by the SHA-256 of its bytes."""

    __tablename__ = "stored_file"
    __table_args__ = (
        CheckConstraint("length(sha256) = 64", name="sha256_length"),
        CheckConstraint("size > 0", name="not_empty"),
    )

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    size: Mapped[int]
    media_type: Mapped[str] = mapped_column(String(120))
    stored_at: Mapped[datetime]


class Evidence(Base):
    """A file that a unit put beside one criterion of a nomination. Taking it away keeps the row, with its time."""

    __tablename__ = "evidence"
    __table_args__ = (Index("ix_evidence_nomination", "nomination_id"), Index("ix_evidence_file", "sha256"))

    id: Mapped[Key]
    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id"))
    criterion: Mapped[str] = mapped_column(String(40))
    sha256: Mapped[str] = mapped_column(ForeignKey("stored_file.sha256"))
    name: Mapped[str]
    added_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]

    file: Mapped[StoredFile] = relationship()
