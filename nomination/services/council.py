"""The composition of the council: entered from its paper by one person, confirmed by another, then in force by days."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select

from nomination import clock
from nomination.extensions import db
from nomination.models import Audit, CouncilDecision, CouncilSeat, Person, RoleAssignment
from nomination.queries.council import WRITING, own_assignments, waiting_decision
from nomination.queries.roll import in_force
from nomination.services import audit
from nomination.services.bonuses import refuse_role
from nomination.services.evidence import Kept, row_of
from nomination.services.transaction import Invalid, Missing, locked, writing
from nomination.services.wording import NEEDED, Told, line_problem
from workflow.council import Post, Seat, against_list, in_order
from workflow.dossier import Actor, Reason
from workflow.machine import Refused
from workflow.vocabulary import Role
from workflow.words import N_

LINE_MAX = 300
REASON_MAX = 2000
SEATS_MOST = 60
UNDER_WAY = N_("Another composition waits for its confirmation. Confirm it or send it back first.")
OWN = N_("You entered it; another person compares it with the paper and confirms.")
ANSWERED = N_("This composition was confirmed or sent back already.")
NOT_BEFORE_PAPER = N_("It cannot begin before the day of its paper.")
FUTURE = N_("The paper cannot be dated in the future.")
NOT_BEFORE_LAST = N_("The composition before it began on %(day)s; this one cannot begin earlier.")
TOO_MANY = N_("At most %(most)s lines.")
APART = N_("An auditor or administrator holds no other role: %(names)s.")


@dataclass(frozen=True)
class Composition:
    """What the paper says. `scan` is optional."""

    number: str
    dated: date | None
    valid_from: date | None
    signer: str
    seats: tuple[Seat, ...]
    scan: Kept | None = None


def enter_composition(actor: Actor, said: Composition) -> CouncilDecision:
    """Raises `NotYours` or `Invalid` with everything that is wrong. Nobody's role changes yet."""
    refuse_role(actor, WRITING)
    with writing():
        audit.in_turn()
        _check(said)
        seats = in_order(said.seats)
        row = CouncilDecision(
            number=said.number.strip(), dated=said.dated, valid_from=said.valid_from, signer=said.signer.strip(),
            sha256=row_of(said.scan).sha256 if said.scan else None, file_name=said.scan.name[:255] if said.scan else "",
            entered_by_id=actor.person_id, entered_at=clock.now(),
        )  # fmt: skip
        titles = _titles(seats)
        row.seats = [
            CouncilSeat(person_id=seat.person_id, post=seat.post.value, n=n, title=titles[seat.person_id])
            for n, seat in enumerate(seats, start=1)
        ]
        db.session.add(row)
        db.session.flush()
        audit.record(
            actor, "council:enter", subject=("council", row.id), facts=_facts(row), on_behalf=actor.for_whom(*WRITING)
        )
        return row


def confirm_composition(actor: Actor, decision_id: int) -> CouncilDecision:
    """By another person than entered it. From `began_on` on the seats are those of this paper and no others; what was
    before keeps its rows, which end on that day. Raises `NotYours`, `Missing` or `Refused`."""
    refuse_role(actor, WRITING)
    with writing():
        audit.in_turn()
        row = _waiting(decision_id)
        if _hands(actor) & {row.entered_by_id, _entered_for(row)}:
            raise Refused([Reason("own", OWN)])
        began = max(row.valid_from, clock.today())
        _end_before(began)
        ground = f"Quyết định số {row.number} ngày {row.dated:%d/%m/%Y}"
        db.session.add_all(_assignment(seat, began, ground) for seat in row.seats)
        row.confirmed_by_id, row.confirmed_at, row.began_on = actor.person_id, clock.now(), began
        facts = _facts(row) | {"began_on": began}
        audit.record(
            actor, "council:confirm", subject=("council", row.id), facts=facts, on_behalf=actor.for_whom(*WRITING)
        )
        return row


def refuse_composition(actor: Actor, decision_id: int, reason: str) -> None:
    """Sent back, or taken back by whoever entered it: it never was in force."""
    refuse_role(actor, WRITING)
    with writing():
        row = _waiting(decision_id)
        told = line_problem(" ".join(reason.split()), REASON_MAX, needed=True)
        if told is not None:
            raise Invalid({"reason": [told]})
        row.refused_by_id, row.refused_at, row.refusal = actor.person_id, clock.now(), reason.strip()
        facts = {"reason": row.refusal}
        audit.record(
            actor, "council:refuse", subject=("council", row.id), facts=facts, on_behalf=actor.for_whom(*WRITING)
        )


def _hands(actor: Actor) -> frozenset[int]:
    """Whose act it is: his own, and that of whoever delegated it to him."""
    return actor.hands(grant for grant in actor.grants if grant.role in WRITING)


def _entered_for(row: CouncilDecision) -> int | None:
    """For whom it was entered, when that was delegated: he is no second person either."""
    said = (Audit.subject_kind == "council", Audit.subject_id == str(row.id), Audit.action == "council:enter")
    return db.session.scalars(select(Audit.on_behalf_id).where(*said).limit(1)).first()


def _waiting(decision_id: int) -> CouncilDecision:
    row = locked(select(CouncilDecision).where(CouncilDecision.id == decision_id))
    if not row.waiting:
        raise Refused([Reason("answered", ANSWERED)])
    return row


def _end_before(began: date) -> None:
    """Every seat held in one's own right ends. One that would begin only then never begins: this takes its place."""
    open_still = or_(RoleAssignment.valid_to.is_(None), RoleAssignment.valid_to > began)
    query = select(RoleAssignment).where(own_assignments(), open_still).order_by(RoleAssignment.id)
    for row in db.session.scalars(query.with_for_update()).all():
        if row.valid_from >= began:
            db.session.delete(row)
        else:
            row.valid_to = began


def _assignment(seat: CouncilSeat, began: date, ground: str) -> RoleAssignment:
    post = Post(seat.post)
    return RoleAssignment(
        person_id=seat.person_id, role=post.role.value, chair=post is Post.CHAIRMAN, council_post=post.value,
        valid_from=began, ground=ground,
    )  # fmt: skip


def _titles(seats: Sequence[Seat]) -> Mapping[int, str]:
    query = select(Person.id, Person.post).where(Person.id.in_({seat.person_id for seat in seats}))
    found = {person_id: post for person_id, post in db.session.execute(query)}
    if len(found) < len({seat.person_id for seat in seats}):
        raise Missing
    return found


def _facts(row: CouncilDecision) -> dict[str, object]:
    return {
        "number": row.number, "dated": row.dated, "valid_from": row.valid_from, "signer": row.signer,
        "file": row.sha256, "seats": [[seat.person_id, seat.post] for seat in row.seats],
    }  # fmt: skip


def _check(said: Composition) -> None:
    problems: dict[str, list[Told]] = {}
    lines = {
        "number": line_problem(said.number.strip(), LINE_MAX, needed=True),
        "signer": line_problem(said.signer.strip(), LINE_MAX),
        "dated": _day_problem(said.dated),
        "valid_from": _begin_problem(said),
    }
    problems |= {name: [told] for name, told in lines.items() if told is not None}
    against: list[Told] = [(one.message, dict(one.params)) for one in against_list(said.seats)]
    if len(said.seats) > SEATS_MOST:
        against.append((TOO_MANY, {"most": SEATS_MOST}))
    apart = _kept_apart({seat.person_id for seat in said.seats})
    if apart:
        against.append((APART, {"names": tuple(apart)}))
    if against:
        problems["seats"] = against
    if waiting_decision() is not None:
        problems[""] = [(UNDER_WAY, {})]
    if problems:
        raise Invalid(problems)


def _kept_apart(people: set[int]) -> list[str]:
    """Who watches over others, or keeps their accounts, sits on no body that decides."""
    query = (
        select(Person.full_name)
        .join(RoleAssignment, RoleAssignment.person_id == Person.id)
        .where(Person.id.in_(people), in_force(clock.today()))
        .where(RoleAssignment.role.in_([Role.AUDITOR.value, Role.ADMINISTRATOR.value]))
        .order_by(Person.sort_key)
        .distinct()
    )
    return list(db.session.scalars(query.add_columns(Person.sort_key)))


def _day_problem(dated: date | None) -> Told | None:
    if dated is None:
        return NEEDED, {}
    return (FUTURE, {}) if dated > clock.today() else None


def _begin_problem(said: Composition) -> Told | None:
    if said.valid_from is None:
        return NEEDED, {}
    if said.dated is not None and said.valid_from < said.dated:
        return NOT_BEFORE_PAPER, {}
    last = db.session.scalars(
        select(CouncilDecision.valid_from)
        .where(CouncilDecision.confirmed_at.is_not(None))
        .order_by(CouncilDecision.id.desc())
        .limit(1)
    ).first()
    return (NOT_BEFORE_LAST, {"day": last}) if last is not None and said.valid_from < last else None
