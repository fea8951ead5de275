"""The payment list of a published decision, for those who handle its bonus money."""

from collections.abc import Iterable

from nomination.decisions import grouped
from nomination.papers.decision import authority_of
from nomination.papers.kinds import PaperKind
from nomination.papers.official import Official
from nomination.papers.payment_list import Due, PaymentSheet, payment_list
from nomination.queries.bonuses import READING, Line
from nomination.queries.bonuses import payment_list as payments_of
from nomination.queries.decision_page import DecisionPage
from nomination.queries.papers import Offer, Offers
from nomination.rulesets import rules_of
from workflow.bonus import BASE, STEP
from workflow.dossier import Actor
from workflow.ruleset import Parameter

MEANT, COEFFICIENT = {BASE: "Mức lương cơ sở", STEP: "Cách làm tròn"}, "Hệ số"
REVOKED, PAID, UNSAID = "Đã hủy bỏ khen thưởng", "Đã chi", "Quy tắc không định mức"


def payments(actor: Actor, page: DecisionPage) -> Offers:
    if page.decision.kind != "award" or page.decision.status != "published" or not actor.roles() & set(READING):
        return ()
    return [Offer(PaperKind.PAYMENT_LIST, lambda: _sheet(actor, page))]


def _sheet(actor: Actor, page: DecisionPage) -> Official:
    found, campaign = payments_of(actor, page.decision.code), page.rules
    return payment_list(
        PaymentSheet(
            issuer=campaign.issuer, standing_body=rules_of(campaign).text("standing_body"),
            place=campaign.dispatch.place, authority=authority_of(campaign), number=page.decision.number,
            dated=page.decision.dated,
            parts=tuple((part.unit, tuple(map(_due, part.lines))) for part in found.parts),
            rests_on=_named(one for one in found.rests_on if one.confidence.verified),
            unverified=_named(one for one in found.rests_on if not one.confidence.verified),
            digest=grouped(page.decision.digest),
        )
    )  # fmt: skip


def _due(line: Line) -> Due:
    entry, reckoned = line.entry, line.paid or line.worth
    note = REVOKED if entry.revoked_at else PAID if line.paid else "" if line.worth else UNSAID
    name = f"{entry.name}\n{line.place}" if line.place else entry.name
    coefficient = reckoned.coefficient.replace(".", ",") if reckoned else ""
    base = reckoned.base_salary if reckoned else None
    return Due(entry.ordinal, name, entry.award_name, coefficient, base, line.due, note)


def _named(parameters: Iterable[Parameter]) -> tuple[str, ...]:
    """What each parameter says of the amounts, with its citation; coefficients of one source are told once."""
    told = (f"{MEANT.get(one.key, COEFFICIENT)}: {one.citation.rstrip('.;')}" for one in parameters)
    return tuple(dict.fromkeys(told))
