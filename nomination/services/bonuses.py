"""A payment of bonus money is recorded: which awards, when, by which paper. Each award is paid once."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from nomination import clock
from nomination.extensions import db
from nomination.models import BonusLine, BonusPayment, Decision
from nomination.queries.bonuses import RECORDING, Line, lines_of
from nomination.services import audit
from nomination.services.transaction import Invalid, Missing, locked, writing
from nomination.services.wording import NEEDED, Told, line_problem
from workflow.decision import Kind, Status
from workflow.dossier import Actor, Reason
from workflow.machine import NotYours
from workflow.vocabulary import Role
from workflow.words import N_, Word

PAPER_MAX = 300


def record_payment(actor: Actor, code: str, awards: Sequence[str], *, paid_on: date | None, paper: str) -> BonusPayment:
    """The amounts are those of the rules on the day of the decision, reckoned here. Raises `Missing`, `NotYours` or
    `Invalid` with everything that is wrong; then nothing is recorded."""
    refuse_role(actor, RECORDING)
    with writing():
        decision = locked(
            select(Decision).where(
                Decision.code == code, Decision.kind == Kind.AWARD.value, Decision.status == Status.PUBLISHED.value
            )
        )
        lines = {line.entry.code: line for line in lines_of(decision)}
        if not set(awards) <= set(lines):
            raise Missing
        chosen = [lines[one] for one in dict.fromkeys(awards)]
        _check(decision, chosen, paid_on, paper)
        payment = BonusPayment(
            decision_id=decision.id, paid_on=paid_on, paper=paper.strip(), recorded_by_id=actor.person_id,
            recorded_at=clock.now(),
        )  # fmt: skip
        payment.lines = [_line(one) for one in chosen]
        db.session.add(payment)
        db.session.flush()
        facts = {
            "decision": code, "paper": payment.paper, "paid_on": paid_on,
            "lines": {one.entry.code: line.amount for one, line in zip(chosen, payment.lines, strict=True)},
        }  # fmt: skip
        audit.record(actor, "bonus:pay", subject=("decision", code), facts=facts)
        return payment


def refuse_role(actor: Actor, allowed: tuple[Role, ...]) -> None:
    if not actor.roles() & set(allowed):
        words = tuple(Word(role.label) for role in allowed)
        raise NotYours([Reason("role", N_("Only this role may do it here: %(roles)s."), {"roles": words})])


def _line(line: Line) -> BonusLine:
    worth = line.worth
    if worth is None:
        raise Missing
    return BonusLine(
        entry_id=line.entry.id, amount=worth.amount, coefficient=worth.coefficient, base_salary=worth.base_salary,
        ruleset=worth.ruleset,
    )  # fmt: skip


def _check(decision: Decision, chosen: list[Line], paid_on: date | None, paper: str) -> None:
    checks = {
        "awards": _against(chosen),
        "paid_on": day_problem(paid_on, decision.dated),
        "paper": line_problem(paper.strip(), PAPER_MAX, needed=True),
    }
    problems: dict[str, list[Told]] = {name: [told] for name, told in checks.items() if told is not None}
    if problems:
        raise Invalid(problems)


def _against(chosen: list[Line]) -> Told | None:
    if not chosen:
        return N_("Tick at least one award."), {}
    against = (
        (N_("Already paid: %(names)s."), [one for one in chosen if one.paid is not None]),
        (N_("Revoked, so nothing is paid: %(names)s."), [one for one in chosen if one.entry.revoked_at is not None]),
        (N_("The rules say no amount for: %(names)s."), [one for one in chosen if one.worth is None]),
    )
    for message, found in against:
        if found:
            return message, {"names": "; ".join(one.entry.name for one in found)}
    return None


def day_problem(day: date | None, earliest: date | None) -> Told | None:
    """A day on which something was done after a decision."""
    if day is None:
        return NEEDED, {}
    if earliest is not None and day < earliest:
        return N_("The day lies before that of the decision, %(day)s."), {"day": f"{earliest:%d/%m/%Y}"}
    return (N_("The day lies in the future."), {}) if day > clock.today() else None
