"""What the screen of a decision shows: the page as its reader may use it, and a refused act with everything typed."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from flask import Response
from flask_babel import gettext
from flask_login import current_user
from flask_wtf import FlaskForm

from nomination import clock
from nomination.decisions import grouped
from nomination.forms.decisions import ConfirmForm, FreezeForm, IssueForm, PaperForm, ReasonForm, SignForm, TitleForm
from nomination.hypermedia import answer, sentence, spoken
from nomination.pages import for_whom
from nomination.queries.decision_files import FILE_NAMES, shown_file, verdict_of
from nomination.queries.decision_page import DecisionPage, Entry, decision_page, original_of
from nomination.queries.decisions import candidates
from nomination.queries.signers import signers
from nomination.services.publishing import seal_key
from nomination.services.signatures import signing_key
from nomination.services.transaction import Invalid, Missing
from nomination.views.decision_sheets import sheet_of
from workflow.decision import Act, Choice, Kind, Status, choices, citation_fits
from workflow.dossier import Reason
from workflow.vocabulary import Role
from workflow.words import N_

FORMS: dict[Act, type[FlaskForm]] = {
    Act.EDIT: TitleForm,
    Act.FREEZE: FreezeForm,
    Act.THAW: ReasonForm,
    Act.SIGN: SignForm,
    Act.RECORD: PaperForm,
    Act.CONFIRM: ConfirmForm,
    Act.RETURN: ReasonForm,
    Act.ISSUE: IssueForm,
    Act.PUBLISH: ConfirmForm,
    Act.CANCEL: ReasonForm,
}
HAPPENED = {
    "decision:prepare": N_("Drafted"),
    "decision:propose_revocation": N_("Revocation drafted"),
    "decision:propose_correction": N_("Correction drafted"),
    "decision:edit": N_("List changed"),
    "decision:freeze": N_("Frozen and sent for signature"),
    "decision:thaw": N_("Reopened"),
    "decision:return": N_("Sent back"),
    "decision:sign": N_("Signed"),
    "decision:record": N_("Signed paper entered"),
    "decision:confirm": N_("Signed paper confirmed"),
    "decision:issue": N_("Number and date entered"),
    "decision:publish": N_("Published"),
    "decision:cancel": N_("Cancelled"),
}
TONES = {
    Status.DRAFTING: "neutral",
    Status.FROZEN: "signing",
    Status.SIGNED: "progress",
    Status.ISSUED: "progress",
    Status.PUBLISHED: "success",
    Status.CANCELLED: "ended",
}


@dataclass(frozen=True)
class Attempt:
    """An act that was refused: what it was, its form as typed, the sentences against it, and the status to answer."""

    act: Act
    form: FlaskForm
    against: list[dict[str, str | None]]
    status: int
    citations: dict[str, str] = field(default_factory=dict)
    added: Sequence[str] = ()

    def typing(self, citations: dict[str, str], added: Sequence[str]) -> "Attempt":
        return replace(self, citations=citations, added=added)


def found_page(code: str) -> DecisionPage:
    found = decision_page(current_user.actor, code)
    if found is None:
        raise Missing
    return found


def screen(code: str, attempt: Attempt | None = None, *, saved: bool = False) -> Response:
    """The whole page or its body, after a refusal with everything that was typed."""
    page = found_page(code)
    status = attempt.status if attempt else 200
    return answer("decisions/show.html", "decisions/_whole.html", status=status, **context(page, attempt, saved))


def context(page: DecisionPage, attempt: Attempt | None, saved: bool) -> dict[str, Any]:
    actor = current_user.actor
    found = choices(page.paper.seen(page.decision.digest), actor)
    mine = {choice.act: choice for choice in found if choice.yours}
    edits = Act.EDIT in mine
    adds = edits and page.paper.kind is Kind.AWARD
    return {
        "page": page,
        "decision": page.decision,
        "kind": page.paper.kind,
        "tone": TONES[page.paper.status],
        "digest": grouped(page.decision.digest),
        "steps": [(choice, against(choice, page)) for choice in found if choice.yours and choice.act is not Act.EDIT],
        "others": [choice.step for choice in found if not choice.yours],
        "forms": _forms(page, attempt, mine),
        "attempt": attempt,
        "typed": _typed_without_form(attempt, mine),
        "saved": saved,
        "edits": edits,
        "returns_one": Act.RETURN in mine and page.paper.kind is Kind.AWARD,
        "long": _citation_faults(page) if edits else {},
        "candidates": candidates(actor, page.campaign.id) if adds else [],
        "award_names": {award.code: award.name for award in page.rules.awards},
        "differing": [view for view in page.lines if view.changes or view.altered],
        "waiving": [view for view in page.lines if view.waived],
        "blocked": [view for view in page.lines if view.against],
        "original": original_of(page.decision),
        "expired": page.expired(page.decision.dated or clock.today()) if shows_grounds(page) else [],
        "entries": [_entry(entry) for entry in page.history],
        "told": told,
        "actor": actor,
        "confirmed_by_name": (Act.SIGN, Act.CONFIRM, Act.PUBLISH),
    } | _paper(page)


def _paper(page: DecisionPage) -> dict[str, Any]:
    """The files, one page of the paper as a picture, and what the signed bytes say now."""
    files, shown = page.files, shown_file(page.files)
    return {
        "files": files,
        "file_names": FILE_NAMES,
        "verdict": verdict_of(files),
        "sheet": sheet_of(shown, 1) if shown else None,
        "key": signing_key(),
        "seal": seal_key() if "signed" in files else None,
        "needs_scan": "signed" not in files and "scan" not in files,
    }


def _typed_without_form(attempt: Attempt | None, mine: dict[Act, Choice]) -> list[str]:
    """What was typed for an act that the newer page no longer offers, to be shown: nobody has to write it again."""
    if attempt is None or attempt.act in mine:
        return []
    typed = [*attempt.citations.values(), *(str(one.data) for one in attempt.form if one.name in ("reason", "title"))]
    return [text for text in typed if text.strip()]


def _citation_faults(page: DecisionPage) -> dict[str, list[dict[str, str | None]]]:
    """At the line itself, so without a link to it."""
    return {
        line.code: [{"text": told(reason)["text"], "href": None} for reason in citation_fits(line)]
        for line in page.paper.lines
    }


def shows_grounds(page: DecisionPage) -> bool:
    """Whoever writes or signs the paper is warned of texts that no longer hold; whoever reads an issued one is not."""
    writing = {Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_HEAD, Role.MINISTER}
    return bool(current_user.actor.roles() & writing) and page.paper.status in (
        Status.DRAFTING,
        Status.FROZEN,
    )


def against(choice: Choice, page: DecisionPage) -> list[dict[str, str | None]]:
    """The sentences against an act; for the signature also those of every single nomination, each once."""
    reasons = [told(reason) for reason in choice.reasons]
    if choice.act is not Act.SIGN:
        return reasons
    for view in page.lines:
        new = [reason for reason in view.against if not _said(reason, choice)]
        reasons += [_of_line(view.line.name, view.loaded.row.code, reason) for reason in new]
    return reasons


def _said(reason: Reason, choice: Choice) -> bool:
    """A hold, a changed content and a wrong digest are already told by the decision's own rules."""
    return reason.code in {one.code for one in choice.reasons} & {"hold", "changed", "digest"}


def _of_line(name: str, code: str, reason: Reason) -> dict[str, str | None]:
    text = gettext("%(name)s: %(reason)s", name=name, reason=sentence(reason.message, reason.params))
    return to_line(text, code)


def told(reason: Reason) -> dict[str, str | None]:
    """A reason as a sentence, with the line of the list where it can be looked at."""
    kind, _, code = (reason.mend or "").partition(":")
    text = str(spoken(reason)["text"])
    return to_line(text, code) if kind == "line" else {"text": text, "href": None}


def to_line(text: str, code: str) -> dict[str, str | None]:
    return {"text": text, "href": f"#line-{code}", "mend_label": gettext("See the line")}


def put(form: FlaskForm, refusal: Invalid) -> list[str]:
    """Sentences into the fields they are about; those about no field come back."""
    rest: list[str] = []
    for name, listed in refusal.problems.items():
        sentences = [sentence(*one) for one in listed]
        if name in form:
            form[name].errors = sentences
        else:
            rest += sentences
    return rest


def _forms(page: DecisionPage, attempt: Attempt | None, mine: Collection[Act]) -> dict[str, FlaskForm]:
    """One form for each act, with ids of its own, since several stand on one page."""
    made: dict[str, FlaskForm] = {}
    for act, kind in FORMS.items():
        tried = attempt is not None and attempt.act is act
        form = attempt.form if attempt and tried else kind(formdata=None, title=page.decision.title)
        if act is Act.FREEZE and act in mine:
            form["signer"].choices = [(one.person_id, f"{one.name}, {one.post}") for one in signers()]
        for one in form:
            one.id = f"{act}-{one.name}"
        made[act.value] = form
    return made


def _entry(entry: Entry) -> dict[str, Any]:
    notes = [str(entry.facts[key]) for key in ("nomination", "reason", "number") if entry.facts.get(key)]
    if entry.facts.get("digest"):
        notes.append(gettext("Digest: %(digest)s", digest=grouped(entry.facts["digest"])))
    return {
        "when": entry.at,
        "what": gettext(HAPPENED.get(entry.action, entry.action)),
        "who": for_whom(f"{entry.name}, {entry.post}" if entry.post else entry.name, entry.principal),
        "note": "\n".join(notes),
    }
