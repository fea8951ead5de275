"""Drafts of campaigns and of new versions: the list, a new one, the overview of its parts, its file, and its end."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, flash, make_response, render_template, request, url_for
from flask_babel import gettext, ngettext
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from nomination.access import roles
from nomination.campaign_yaml import file_of
from nomination.forms.campaign_drafts import CampaignFileForm, NewCampaignForm, RevisionForm
from nomination.forms.campaign_sections import NAMED, SECTIONS, Section, place_of
from nomination.forms.content_paths import Content, rows_at
from nomination.hypermedia import go, sentence
from nomination.queries.campaign_drafts import Drafted, draft_of, drafts, problems
from nomination.queries.campaigns import campaigns_in_force
from nomination.services.campaign_drafts import against_launch, begin_draft, begin_version, discard_draft, import_file
from nomination.services.transaction import Invalid, Missing
from nomination.strictyaml import FileRefused
from nomination.views.content_choices import legal_of
from nomination.views.downloads import yaml_file
from workflow.fields import Problem
from workflow.vocabulary import Role
from workflow.words import N_

blueprint = Blueprint("campaign_drafts", __name__)

WRITERS = (Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_HEAD)
READERS = (*WRITERS, Role.AUDITOR)
Trail = list[tuple[str, str | None]]


@dataclass(frozen=True)
class Draft:
    """A draft as its pages need it. `writable`: the reader may write in it, and is not only looking."""

    code: str
    title: str
    content: Content
    revision: int
    number: int
    edited_at: datetime | None
    editors: tuple[str, ...]
    editor_ids: list[int]
    source: bytes | None
    writable: bool


def found(code: str) -> Draft:
    """The draft of a campaign, or `Missing`."""
    one = draft_of(code)
    if one is None:
        raise Missing
    return _as_draft(one)


def _as_draft(one: Drafted) -> Draft:
    row, code = one.row, one.campaign.code
    return Draft(
        code=code, title=title_of(row.content, code), content=row.content, revision=row.revision, number=row.number,
        edited_at=row.edited_at, editors=one.editors, editor_ids=list(row.editors), source=row.source,
        writable=may_write(),
    )  # fmt: skip


def title_of(content: Content, code: str) -> str:
    title = content.get("title")
    return title if isinstance(title, str) and title.strip() else code


def trail(draft: Draft, *rest: tuple[str, str | None]) -> Trail:
    """The way to a page of a draft; without more, to its overview."""
    own = (draft.title, url_for("campaign_drafts.show", code=draft.code) if rest else None)
    drafts_page = (gettext("Campaign drafts"), url_for("campaign_drafts.index"))
    return [(gettext("Campaigns"), url_for("campaigns.index")), drafts_page, own, *rest]


@blueprint.get("/campaign-drafts")
@roles(*READERS)
def index() -> str:
    return render_template(
        "campaign_drafts/index.html",
        listed=[_as_draft(one) for one in drafts(current_user.actor)],
        may_begin=may_write(),
    )


def may_write() -> bool:
    return bool(current_user.actor.roles() & set(WRITERS))


@blueprint.get("/campaign-drafts/<code>")
@roles(*READERS)
def show(code: str) -> str:
    draft = found(code)
    wrong = problems(draft.content)
    return render_template(
        "campaign_drafts/show.html", draft=draft, tasks=tasks(draft, wrong), trail=trail(draft), wrong=len(wrong),
        checks=checks(draft), launch=reasons_against(draft, wrong), legal=legal_of(draft.content),
    )  # fmt: skip


def tasks(draft: Draft, wrong: list[Problem]) -> list[dict[str, Any]]:
    """Every section with what is still to be mended in it."""
    return [_task(draft, section, sum(place_of(one.path)[0] is section for one in wrong)) for section in SECTIONS]


def checks(draft: Draft) -> list[tuple[str, str, str]]:
    """What to do with a draft before it is put in force: words, address, and what one finds there."""
    places = (
        ("preview", gettext("Preview"), gettext("The nomination form as a unit will see it.")),
        ("difference", gettext("What changes"), gettext("Against the version that is in force.")),
        ("trial", gettext("Trial run"), gettext("Which earlier nominations would pass, and which would not.")),
        ("download", gettext("Download the campaign file"), gettext("Read in again, it gives the same.")),
    )
    return [(words, url_for(f"campaign_drafts.{name}", code=draft.code), hint) for name, words, hint in places]


def _task(draft: Draft, section: Section, count: int) -> dict[str, Any]:
    entries = len(rows_at(draft.content, section.listed)) if section.listed else 0
    return {
        "title": gettext(section.title),
        "href": url_for("campaign_drafts.part", code=draft.code, name=section.name),
        "hint": ngettext("%(num)s entry", "%(num)s entries", entries) if section.listed else None,
        "status": ngettext("%(num)s to mend", "%(num)s to mend", count) if count else gettext("Complete"),
        "tone": "waiting" if count else "success",
    }


def reasons_against(draft: Draft, wrong: list[Problem]) -> list[dict[str, str | None]]:
    """Everything that stands against putting it in force now: what is missing, by section, then the person."""
    counts = Counter(place_of(one.path)[0].name for one in wrong)
    missing = [
        {"text": _missing(name, count), "href": url_for("campaign_drafts.part", code=draft.code, name=name)}
        for name, count in counts.items()
    ]
    persons = [sentence(one.message, one.params) for one in against_launch(current_user.actor, draft.editor_ids)]
    return [*missing, *({"text": text, "href": None} for text in persons)]


def _missing(name: str, count: int) -> str:
    section = gettext(NAMED[name].title)
    return ngettext("%(section)s: %(num)s to mend", "%(section)s: %(num)s to mend", count, section=section)


@blueprint.route("/campaign-drafts/new", methods=["GET", "POST"])
@roles(*WRITERS)
def new() -> BaseResponse:
    """Empty, or like a campaign that was launched earlier."""
    form = _new_form()
    if request.method == "GET":
        return _new_page(form, CampaignFileForm(formdata=None), 200)
    if not form.validate():
        return _new_page(form, CampaignFileForm(formdata=None), 422)
    try:
        begin_draft(
            current_user.actor, code=form.code.data, title=form.title.data, year=form.year.data,
            clone_of=form.clone_of.data or None,
        )  # fmt: skip
    except Invalid as refusal:
        form.tell(refusal)
        return _new_page(form, CampaignFileForm(formdata=None), 422)
    return go(url_for("campaign_drafts.show", code=form.code.data))


def _new_form(**given: Any) -> NewCampaignForm:
    form = NewCampaignForm(**given)
    listed = [(one.row.code, one.rules.title) for one in campaigns_in_force().rows]
    form.clone_of.choices = [("", gettext("Nothing: an empty campaign")), *listed]
    if request.method == "GET" and request.args.get("like") in dict(listed):
        form.clone_of.data = request.args["like"]
    return form


def _new_page(form: NewCampaignForm, file_form: CampaignFileForm, status: int, lines: Any = ()) -> Response:
    page = render_template("campaign_drafts/new.html", form=form, file_form=file_form, lines=lines)
    return make_response(page, status)


@blueprint.post("/campaign-drafts/file")
@roles(*WRITERS)
def read_in() -> BaseResponse:
    """A campaign from a file: whole, or every problem with its line and nothing stored."""
    form, sent = CampaignFileForm(), request.files.get("file")
    if not sent:
        form.tell(Invalid.one("file", N_("Choose a file first.")))
        return _new_page(_new_form(formdata=None), form, 422)
    try:
        draft = import_file(current_user.actor, sent.read(), sent.filename or "campaign.yaml")
    except FileRefused as refusal:
        lines = [
            {"line": one.line, "path": one.path, "text": sentence(one.expected, one.params)} for one in refusal.problems
        ]
        return _new_page(_new_form(formdata=None), form, 422, lines)
    except Invalid as refusal:
        form.tell(refusal)
        return _new_page(_new_form(formdata=None), form, 422)
    flash(gettext("The file is read in as a draft."), "success")
    return go(url_for("campaign_drafts.show", code=draft.campaign.code))


@blueprint.post("/campaigns/<campaign>/draft")
@roles(*WRITERS)
def revise(campaign: str) -> BaseResponse:
    """A new version of a launched campaign, or the draft of it that is there already."""
    if draft_of(campaign) is None:
        begin_version(current_user.actor, campaign)
    return go(url_for("campaign_drafts.show", code=campaign))


@blueprint.post("/campaign-drafts/<code>/discard")
@roles(*WRITERS)
def discard(code: str) -> BaseResponse:
    draft, form = found(code), RevisionForm()
    discard_draft(current_user.actor, draft.code, revision=form.began_from())
    flash(gettext("The draft is discarded."), "success")
    return go(url_for("campaign_drafts.index"))


@blueprint.get("/campaign-drafts/<code>/file")
@roles(*READERS)
def download(code: str) -> Response:
    """The draft as a campaign file."""
    draft = found(code)
    return yaml_file(file_of(draft.content, draft.source), f"{draft.code}-{draft.number}.yaml")


from nomination.views import campaign_launch, campaign_parts, campaign_previews, campaign_trials  # noqa: E402,F401
