"""Papers of a decision: the decision itself with its list, and the letter that puts it before the minister."""

from nomination.decisions import grouped
from nomination.papers.decision import DecisionPaper, decision_paper
from nomination.papers.decision_official import decision_official, list_annex
from nomination.papers.department_letter import DepartmentLetter, department_letter
from nomination.papers.kinds import PaperKind
from nomination.papers.official import Official
from nomination.papers.sentences import BLANK, grounds_of, on_day
from nomination.queries.decision_page import DecisionPage, decision_page, original_of, signer_of
from nomination.queries.papers import Offer, Offers
from nomination.queries.papers.award import stock_of_decision
from nomination.queries.papers.payments import payments
from nomination.queries.papers.words import department_symbol
from nomination.rulesets import rules_of
from nomination.services.transaction import Missing
from workflow.decision import Kind
from workflow.dossier import Actor, NomineeKind


def of_decision(actor: Actor, code: str) -> Offers:
    """Raises `Missing` when the actor may not see it."""
    page = decision_page(actor, code)
    if page is None:
        raise Missing
    return offers_of(actor, page)


def offers_of(actor: Actor, page: DecisionPage) -> Offers:
    """A draft may be printed as it stands. What was frozen has its own files, which are signed: nothing beside them."""
    drafting, award = page.decision.digest is None, page.decision.kind == Kind.AWARD
    papers = [Offer(PaperKind.DECISION, lambda: _draft(page))] if drafting else []
    papers += [Offer(PaperKind.DEPARTMENT_LETTER, lambda: _letter(page))] if award else []
    return [*papers, *(stock_of_decision(actor, page.decision) if award else ()), *payments(actor, page)]


def _draft(page: DecisionPage) -> Official:
    return decision_official(paper_of(page), posts_of(page), grouped(page.decision.digest))


def paper_of(page: DecisionPage) -> DecisionPaper:
    return decision_paper(
        page.decision, [view.line for view in page.lines], page.rules, rules_of(page.rules), signer=signer_of(page),
        original=original_of(page.decision),
    )  # fmt: skip


def posts_of(page: DecisionPage) -> dict[int, str]:
    """What each person on the list holds, by ordinal."""
    return {view.line.ordinal: view.loaded.row.nominee_post for view in page.lines}


def _letter(page: DecisionPage) -> Official:
    campaign, body = page.rules, rules_of(page.rules).text("standing_body")
    symbol = department_symbol(campaign)
    attached = f"(Kèm theo Tờ trình số{BLANK}/TTr-{symbol} {on_day(None)} của {body})"
    frozen = next((entry.name for entry in page.history if entry.action == "decision:freeze"), "")
    return department_letter(
        DepartmentLetter(
            issuer=campaign.issuer, standing_body=body, symbol=symbol, place=campaign.dispatch.place,
            campaign=campaign.title, signer_post=campaign.dispatch.signer_post, about=page.decision.title,
            grounds=grounds_of(rules_of(campaign)),
            lines=tuple((view.line.award_name, view.loaded.row.kind == NomineeKind.COLLECTIVE) for view in page.lines),
            units=len({view.loaded.row.unit_id for view in page.lines}),
            head=frozen if page.decision.digest else "", digest=grouped(page.decision.digest),
            annexes=(list_annex(paper_of(page), posts_of(page), attached),),
        )
    )  # fmt: skip
