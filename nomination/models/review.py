"""Rounds of secret voting: roll, questions, tellers, and the box. The slip knows no person, no time and no order."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nomination.models.base import Base, Key, code_column, one_of
from nomination.models.evidence import StoredFile
from nomination.models.people import Person

BODIES = ("cluster", "council")
METHODS = ("electronic", "paper", "written", "score")
ROUND_STATUSES = ("preparing", "keyed", "open", "closed", "counted", "inquorate", "cancelled")
OUTCOMES = ("carried", "not_carried")


class Round(Base):
    """One secret vote. Everything that decides it is frozen at opening under `definition_hash`.

    `rule` holds the pinned quorum, threshold and base; `definition` the canonical text that was hashed.
    """

    __tablename__ = "round"
    __table_args__ = (
        one_of("body", BODIES),
        one_of("status", ROUND_STATUSES),
        CheckConstraint("(body = 'cluster') = (cluster_id IS NOT NULL)", name="cluster_scope"),
        CheckConstraint("closes_at > opens_at", name="window_in_order"),
        CheckConstraint(
            "status NOT IN ('open', 'closed', 'counted', 'inquorate') OR definition_hash IS NOT NULL",
            name="open_is_defined",
        ),
        CheckConstraint("status <> 'counted' OR counted_at IS NOT NULL", name="counted_when"),
        CheckConstraint("teller_quorum >= 1", name="teller_quorum_positive"),
        Index("ix_round_cluster", "cluster_id", "id"),
        Index("ix_round_campaign", "campaign_id", "id"),
        Index("ix_round_status_id", "status", "id"),
        Index("ix_round_status", "status", "closes_at"),
    )

    id: Mapped[Key]
    code: Mapped[str] = code_column()
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    campaign_version_id: Mapped[int] = mapped_column(ForeignKey("campaign_version.id"))
    body: Mapped[str]
    method: Mapped[str] = mapped_column(
        String(20), default="electronic", server_default="electronic", comment="electronic, paper or written"
    )
    cluster_id: Mapped[int | None] = mapped_column(ForeignKey("cluster.id"))
    title: Mapped[str]
    repeat_of_id: Mapped[int | None] = mapped_column(ForeignKey("round.id"))
    repeat_reason: Mapped[str] = mapped_column(default="")
    agenda: Mapped[str] = mapped_column(default="", comment="the order of the meeting, as typed")
    status: Mapped[str] = mapped_column(default="preparing")
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    counted_at: Mapped[datetime | None]
    rule: Mapped[dict[str, Any]]
    ruleset: Mapped[str] = mapped_column(String(40))
    teller_quorum: Mapped[int]
    public_key: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    definition: Mapped[dict[str, Any] | None]
    definition_hash: Mapped[str | None] = mapped_column(String(64))
    box_hash: Mapped[str | None] = mapped_column(String(64), comment="commits to every slip at closing")
    chair_agreed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    chair_refusal: Mapped[str] = mapped_column(
        default="", server_default="", comment="why the chair does not agree; blank while he may still"
    )
    prepared_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    cancel_reason: Mapped[str] = mapped_column(default="")
    reminded_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    questions: Mapped[list["RoundQuestion"]] = relationship(order_by="RoundQuestion.n", cascade="all, delete-orphan")
    voters: Mapped[list["RoundVoter"]] = relationship(order_by="RoundVoter.n", cascade="all, delete-orphan")
    tellers: Mapped[list["Teller"]] = relationship(order_by="Teller.n", cascade="all, delete-orphan")

    __mapper_args__ = {"version_id_col": version}


class RoundQuestion(Base):
    """One nomination put to the vote. The totals appear only when the box was counted, all together."""

    __tablename__ = "round_question"
    __table_args__ = (
        UniqueConstraint("round_id", "n"),
        one_of("outcome", OUTCOMES),
        CheckConstraint(
            "(yes IS NULL AND no IS NULL AND abstain IS NULL AND invalid IS NULL AND outcome IS NULL)"
            " OR (yes >= 0 AND no >= 0 AND abstain >= 0 AND invalid >= 0 AND outcome IS NOT NULL"
            " AND yes + no + abstain + invalid <= eligible)",
            name="totals_whole",
        ),
        Index("ix_round_question_nomination", "nomination_id", "round_id"),
    )

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), primary_key=True)
    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id"), primary_key=True)
    n: Mapped[int]
    material_hash: Mapped[str | None] = mapped_column(String(64), comment="content that is voted on, frozen at opening")
    eligible: Mapped[int] = mapped_column(default=0, comment="voters of the roll less those recused from it")
    yes: Mapped[int | None]
    no: Mapped[int | None]
    abstain: Mapped[int | None]
    invalid: Mapped[int | None]
    outcome: Mapped[str | None]
    score: Mapped[int | None] = mapped_column(comment="mean of the score sheets, in hundredths, rounded to be shown")
    score_carried: Mapped[bool | None] = mapped_column(comment="what the exact mean said, where sheets decide")
    within_places: Mapped[bool] = mapped_column(default=True, comment="ranked inside the places when more passed")
    attended: Mapped[int | None] = mapped_column(comment="on paper: members present who had a ballot for it")
    written: Mapped[int] = mapped_column(
        default=0, server_default="0", comment="of the totals, opinions in writing of members who were absent"
    )


class RoundPaper(Base):
    """A paper put before the voters. Taking it away before the opening keeps the row, with its time."""

    __tablename__ = "round_paper"
    __table_args__ = (Index("ix_round_paper_round", "round_id", "id"), Index("ix_round_paper_file", "sha256"))

    id: Mapped[Key]
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    sha256: Mapped[str] = mapped_column(ForeignKey("stored_file.sha256"))
    name: Mapped[str]
    added_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]

    file: Mapped[StoredFile] = relationship()


class Rehearsal(Base):
    """A trial of the box with throw-away keys: who did it, when, and how many slips came out as they went in."""

    __tablename__ = "rehearsal"
    __table_args__ = (CheckConstraint("slips > 0", name="some_slips"), Index("ix_rehearsal_round", "round_id", "id"))

    id: Mapped[Key]
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    done_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    done_at: Mapped[datetime]
    slips: Mapped[int]

    done_by: Mapped[Person] = relationship()


class RoundVoter(Base):
    """One line of the roll. `voted` is all that is known of a ballot: not when, and never what. On paper it means that
    the member came to the meeting; `written` that his part was an opinion in writing, which is open."""

    __tablename__ = "round_voter"
    __table_args__ = (UniqueConstraint("round_id", "n"), Index("ix_round_voter_person", "person_id", "round_id"))

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    n: Mapped[int]
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    capacity: Mapped[str] = mapped_column(default="", comment="as whom: head of a member unit, chair, member")
    recused: Mapped[list[Any]] = mapped_column(default=list, comment="codes of nominations without this voter")
    voted: Mapped[bool] = mapped_column(default=False)
    written: Mapped[bool] = mapped_column(default=False, server_default=false(), comment="by an opinion in writing")
    absence: Mapped[str] = mapped_column(default="", server_default="", comment="why he took no part")

    person: Mapped[Person] = relationship()


class Teller(Base):
    """A member of the counting team. Of the code only a lock is kept, which seals for him and knows a wrong code."""

    __tablename__ = "teller"
    __table_args__ = (UniqueConstraint("round_id", "n"), Index("ix_teller_person", "person_id", "round_id"))

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    n: Mapped[int]
    lock: Mapped[dict[str, Any] | None] = mapped_column(comment="salt, public key and cost of the code's lock")
    confirmed: Mapped[bool] = mapped_column(default=False, comment="typed the printed code back before opening")

    person: Mapped[Person] = relationship()


class KeyWrapping(Base):
    """The private key of the box, sealed to each teller of one set in turn. Nothing else can open the box."""

    __tablename__ = "key_wrapping"

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), primary_key=True)
    tellers: Mapped[str] = mapped_column(String(40), primary_key=True, comment="ordinals, such as 1-3")
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class Slip(Base):
    """A sealed ballot slip, keyed by HMAC(receipt, nomination). No person, no time, no sequence; one length for all."""

    __tablename__ = "slip"
    __table_args__ = (
        CheckConstraint("length(id) = 32", name="id_length"),
        Index("ix_slip_question", "round_id", "nomination_id"),
        {"sqlite_with_rowid": False},
    )

    id: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id"))
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
