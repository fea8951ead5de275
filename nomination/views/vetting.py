"""The department's page for judging one nomination, criterion by criterion."""

from typing import Any

from flask import Blueprint, Response, flash, render_template, request, url_for
from flask_babel import gettext, ngettext
from flask_login import current_user
from sqlalchemy import ColumnElement, and_
from werkzeug.wrappers import Response as BaseResponse

from nomination.access import roles
from nomination.dossiers import Loaded, load
from nomination.forms.text import clean_text
from nomination.hypermedia import answer, go, sentence, spoken, wants_partial
from nomination.models import Nomination
from nomination.queries.clocks import clocks_of
from nomination.queries.dossier_findings import assessors
from nomination.queries.dossier_history import Entry, entries
from nomination.queries.dossier_stages import Reader, stage_views
from nomination.queries.dossier_ways import as_the_department_reads
from nomination.queries.initiatives import told_elsewhere
from nomination.queries.vetting import Beside, beside, names_of, settled
from nomination.queries.visible import visible_to
from nomination.rulesets import rules_of
from nomination.services.matches import find_match
from nomination.services.transaction import STALE, Invalid, Missing, Stale
from nomination.services.vetting import Assessing, approve_waiver, assess, assess_rest, rest_of
from nomination.views.proposal_words import proposal_context
from nomination.views.queue_words import asked_of_queue
from nomination.views.stage_words import columns_of, rows_of
from workflow.assessing import assessing, waiver_approving
from workflow.conduct import clearing
from workflow.dossier import Criterion, Verdict
from workflow.guards import criteria_met_at
from workflow.machine import NotYours, Refused, WrongState
from workflow.matches import MatchVerdict
from workflow.process import STAGE_OF
from workflow.vetting_guards import matches_weighed
from workflow.vocabulary import Role, Stage, State
from workflow.words import N_

blueprint = Blueprint("vetting", __name__)
DEPARTMENT = (Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_HEAD)


@blueprint.get("/nominations/<code>/vetting")
@roles(*DEPARTMENT)
def show(code: str) -> Response:
    return answer("vetting/show.html", "vetting/_criteria.html", **_page(_found(code)))


@blueprint.post("/nominations/<code>/vetting/<criterion>")
@roles(*DEPARTMENT)
def judge(code: str, criterion: str) -> BaseResponse:
    """Record one verdict; what cannot be accepted comes back in the form, whole."""
    fields = ("verdict", "note", "waiver_reason", "waiver_ground")
    typed = {field: clean_text(request.form.get(field)) for field in fields}
    try:
        said = Assessing(_verdict(typed["verdict"]), typed["note"], typed["waiver_reason"], typed["waiver_ground"])
        assess(current_user.actor, visible(code), criterion, said, version=request.form.get("version", type=int))
    except Invalid as error:
        return _again(
            code, criterion, typed, [sentence(*told) for listed in error.problems.values() for told in listed], 422
        )
    except Stale:
        newer = gettext("Somebody else changed this nomination meanwhile. Look at the newer state, then save again.")
        return _again(code, criterion, typed, [newer], 409)
    except Refused as error:
        return _again(code, criterion, typed, _told(error), _status(error))
    return _after(code, criterion)


@blueprint.post("/nominations/<code>/verdicts")
@roles(*DEPARTMENT)
def judge_rest(code: str) -> BaseResponse:
    """Find met all that is left and passes the machine check: one click after everything was looked at."""
    try:
        number = assess_rest(current_user.actor, visible(code), version=request.form.get("version", type=int))
    except Stale:
        return _again(code, "", {}, [sentence(STALE)], 409)
    except Refused as error:
        return _again(code, "", {}, _told(error), _status(error))
    if not wants_partial():
        flash(ngettext("%(num)s criterion is found met.", "%(num)s criteria are found met.", number), "success")
    return page_now(code, url_for("vetting.show", code=code, _anchor="vetting-criteria", **within()))


@blueprint.post("/nominations/<code>/vetting/<criterion>/waiver")
@roles(Role.DEPARTMENT_HEAD)
def waive(code: str, criterion: str) -> BaseResponse:
    try:
        approve_waiver(current_user.actor, visible(code), criterion, version=request.form.get("version", type=int))
    except Stale:
        newer = gettext("Somebody else changed this nomination meanwhile. Look at the newer state, then approve again.")
        return _again(code, criterion, {}, [newer], 409)
    except Refused as error:
        return _again(code, criterion, {}, _told(error), _status(error))
    return _after(code, criterion)


@blueprint.post("/nominations/<code>/matches")
@roles(*DEPARTMENT)
def weigh(code: str) -> BaseResponse:
    """Record what something of the same name is. A plain form: every part of the page is newer after it."""
    other, verdict = request.form.get("other", "")[:60], request.form.get("verdict", "")
    reason = clean_text(request.form.get("reason"))
    version = request.form.get("version", type=int)
    try:
        find_match(current_user.actor, visible(code), other, verdict, reason, version=version)
    except Invalid as error:
        problems = [sentence(*told) for listed in error.problems.values() for told in listed]
        return _weigh_again(code, other, verdict, reason, problems, 422)
    except Stale:
        return _weigh_again(code, other, verdict, reason, [sentence(STALE)], 409)
    return go(url_for("vetting.show", code=code, _anchor="matches", **within()))


def page_again(code: str, status: int, **proposal: Any) -> Response:
    """The page after a proposal that was refused, with everything typed."""
    loaded = _found(code)
    context = _page(loaded) | proposal_context(loaded, current_user.actor, **proposal)
    template = "vetting/_criteria.html" if wants_partial() else "vetting/show.html"
    return Response(render_template(template, **context), status)


def page_now(code: str, place: str) -> BaseResponse:
    """After an act on the page: its part as it stands now, or the place to go on at."""
    return (
        answer("vetting/show.html", "vetting/_criteria.html", **_page(_found(code))) if wants_partial() else go(place)
    )


def _weigh_again(code: str, other: str, verdict: str, reason: str, problems: list[str], status: int) -> Response:
    tried = {other: {"verdict": verdict, "reason": reason, "problems": problems}}
    return Response(render_template("vetting/show.html", **_page(_found(code)) | {"weighing": tried}), status)


def _told(error: Refused) -> list[str]:
    return [str(spoken(reason)["text"]) for reason in error.reasons]


def _status(error: Refused) -> int:
    return 409 if isinstance(error, WrongState) else 403 if isinstance(error, NotYours) else 422


def visible(code: str) -> ColumnElement[bool]:
    return and_(Nomination.code == code, visible_to(current_user.actor))


def _found(code: str) -> Loaded:
    loaded = load(visible(code))
    if loaded is None:
        raise Missing
    return loaded


def _verdict(typed: str) -> Verdict:
    if typed not in set(Verdict):
        raise Invalid.one("verdict", N_("Choose a verdict."))
    return Verdict(typed)


def _after(code: str, criterion: str) -> BaseResponse:
    if not wants_partial():
        return go(url_for("vetting.show", code=code, _anchor=f"criterion-{criterion}", **within()))
    return answer("vetting/show.html", "vetting/_criteria.html", **_page(_found(code)) | {"saved": criterion})


def _again(code: str, criterion: str, typed: dict[str, str], problems: list[str], status: int) -> Response:
    context = _page(_found(code)) | {"typed": {criterion: typed}, "problems": {criterion: problems}}
    template = "vetting/_criteria.html" if wants_partial() else "vetting/show.html"
    return Response(render_template(template, **context), status)


def within() -> dict[str, str]:
    """The queue that the reader came from, as it stands in the address of this page and of its acts."""
    return {"queue": "1", **asked_of_queue().values} if request.args.get("queue") else {}


def _beside(loaded: Loaded) -> Beside | None:
    """A part of the page leaves the neighbours where they are."""
    if wants_partial() or not request.args.get("queue"):
        return None
    return beside(current_user.actor, asked_of_queue(), loaded.row)


def _page(loaded: Loaded) -> dict[str, object]:
    actor, dossier, code = current_user.actor, loaded.dossier, loaded.row.code
    people = {v.assessor_id for v in loaded.verdicts.values()} | {one.person_id or 0 for one in loaded.matches}
    people |= {v.waiver_approver_id or 0 for v in loaded.verdicts.values()} | {loaded.row.officer_id or 0}
    history = entries(code, inside=True)
    people |= {loaded.proposal.proposed_by_id} if loaded.proposal else set()
    people |= {clearance.person_id for _, clearance in loaded.against.cleared}
    in_vetting = loaded.dossier.state is State.DEPARTMENT_VETTING
    unmet = criteria_met_at(Stage.VETTING)(dossier, actor)
    against = [spoken(reason, code) for reason in assessing(dossier, actor)]
    return {
        "loaded": loaded,
        "within": within(),
        "of_queue": asked_of_queue().values if within() else {},
        "beside": _beside(loaded),
        "clock": clocks_of([(loaded.row, loaded.campaign)]).get(loaded.row.id),
        "rules": rules_of(loaded.campaign),
        "may_weigh": loaded.dossier.state in (State.DEPARTMENT_VETTING, State.MINISTER_SIGNOFF),
        "match_verdicts": [(str(verdict), gettext(verdict.label)) for verdict in MatchVerdict],
        "unmet": [spoken(one, code) for one in as_the_department_reads(loaded, unmet)],
        "undecided_matches": bool(matches_weighed(loaded.dossier, actor)),
        "weighing": {},
        "state_of": State,
        "in_vetting": in_vetting,
        "elsewhere": told_elsewhere(actor, loaded),
        "against": against,
        "cards": [_card(loaded, criterion, in_vetting) for criterion in loaded.dossier.applicable()],
        "names": (names := names_of(people | {one for entry in history for one in assessors(entry.findings)})),
        **_trails(loaded, history, names),
        "may_clear": not clearing(loaded.dossier, actor, officer_id=loaded.row.officer_id),
        "verdicts": [(str(verdict), gettext(verdict.label)) for verdict in Verdict],
        "settled": settled(loaded),
        "rest": [criterion.number for criterion in rest_of(loaded)],
        "overview": [_line(loaded, criterion) for criterion in dossier.to_confirm(Stage.VETTING)],
        **proposal_context(loaded, actor),
        "saved": None,
        "typed": {},
        "problems": {},
    }


def _trails(loaded: Loaded, history: list[Entry], names: dict[int, str]) -> dict[str, object]:
    """What the other stages found of each criterion, and all that was found before: the row of the matrix."""
    reader = Reader(secret=False, inside=True, stage=STAGE_OF.get(loaded.dossier.state))
    stages = stage_views(loaded, history, names, loaded.dossier.findings(), reader)
    return {
        "others": columns_of(view for view in stages if view.stage is not Stage.VETTING),
        "trails": {row["code"]: row for row in rows_of(loaded, stages, without=Stage.VETTING)},
    }


TONES = {Verdict.MET: "success", Verdict.NOT_MET: "error", Verdict.WAIVED: "waiting"}


def _line(loaded: Loaded, criterion: Criterion) -> dict[str, str]:
    """One criterion in the overview: its verdict, else what the machine finds."""
    title, href = f"{criterion.number}. {criterion.title}", f"#criterion-{criterion.code}"
    judged = loaded.dossier.assessments.get(criterion.code)
    if judged is not None:
        return {"title": title, "href": href, "status": gettext(judged.verdict.label), "tone": TONES[judged.verdict]}
    met = criterion.finding(loaded.dossier).met
    told = gettext("No verdict yet") if met else gettext("The machine check does not pass")
    return {"title": title, "href": href, "status": told, "tone": "neutral" if met else "error"}


def _card(loaded: Loaded, criterion: Criterion, in_vetting: bool) -> dict[str, object]:
    finding = criterion.finding(loaded.dossier)
    waiver = waiver_approving(loaded.dossier, current_user.actor, criterion.code)
    return {
        "criterion": criterion,
        "asks": [sentence(message, params) for message, params in criterion.kind.explain()],
        "finding": finding,
        "why": [spoken(reason, loaded.row.code) for reason in as_the_department_reads(loaded, finding.reasons)],
        "answer": loaded.dossier.answers.get(criterion.code),
        "evidence": loaded.evidence.get(criterion.code, []),
        "verdict": loaded.verdicts.get(criterion.code),
        "entries": loaded.against.of(criterion),
        "may_approve_waiver": in_vetting and not waiver,
    }


from nomination.views import vetting_file, vetting_queue  # noqa: E402,F401  (its views stand on the same blueprint)
