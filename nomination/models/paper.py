"""Papers that were made, by their content: both forms are kept, and a download gives the kept bytes."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nomination.models.base import Base, Key, one_of
from nomination.models.evidence import StoredFile
from nomination.models.people import Person

PAPER_KINDS = (
    "letter", "unit_minutes", "notice", "report", "review_minutes", "counting_minutes", "department_letter",
    "decision", "certificate", "stock_print", "payment_list",
)  # fmt: skip
PAPER_SUBJECTS = ("submission", "nomination", "round", "decision", "award")
PAPER_FORMS = ("docx", "pdf")


class Paper(Base):
    """One form of one paper with one content. `subject_code` is the public code of what it is about."""

    __tablename__ = "paper"
    __table_args__ = (
        one_of("kind", PAPER_KINDS),
        one_of("subject_kind", PAPER_SUBJECTS),
        one_of("form", PAPER_FORMS),
        CheckConstraint("length(content_hash) = 64", name="content_hash_length"),
        UniqueConstraint("subject_kind", "subject_code", "kind", "form", "content_hash"),
        Index("ix_paper_file", "sha256"),
    )

    id: Mapped[Key]
    kind: Mapped[str] = mapped_column(String(20))
    subject_kind: Mapped[str] = mapped_column(String(20))
    subject_code: Mapped[str] = mapped_column(String(40))
    form: Mapped[str] = mapped_column(String(4))
    content_hash: Mapped[str] = mapped_column(String(64), comment="of all that the paper says")
    sha256: Mapped[str] = mapped_column(ForeignKey("stored_file.sha256"))
    name: Mapped[str] = mapped_column(String(255))
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]

    file: Mapped[StoredFile] = relationship()
    made_by: Mapped[Person] = relationship()
