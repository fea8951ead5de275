"""A draft of a campaign as others will see it: the nomination form as a unit fills it in, and the public page."""

from dataclasses import replace

from flask import render_template, request, url_for
from flask_babel import gettext

from nomination import clock
from nomination.access import roles
from nomination.dossiers import Loaded
from nomination.forms.content_paths import Content
from nomination.models import Nomination, Unit
from nomination.queries.campaign_drafts import problems
from nomination.services.contents import NOMINEE_FIELDS
from nomination.views.campaign_drafts import READERS, Draft, blueprint, found, trail
from nomination.views.campaign_parts import place_in
from nomination.views.campaigns import page_of
from nomination.views.draft_pages import page_of_draft
from workflow.campaign import Award, Campaign, read_campaign
from workflow.dossier import Dossier, NomineeKind
from workflow.fields import Fields, Problem, read_closed
from workflow.vocabulary import State
from workflow.words import N_

PUBLIC = "public"
VIEWS = (
    (NomineeKind.INDIVIDUAL.value, N_("Nomination of an individual")),
    (NomineeKind.COLLECTIVE.value, N_("Nomination of a collective")),
    (PUBLIC, N_("Page for everybody")),
)


@blueprint.get("/campaign-drafts/<code>/preview")
@roles(*READERS)
def preview(code: str) -> str:
    """Criteria that cannot be read yet are named, with the way to mend them; the others are drawn."""
    draft, wanted = found(code), request.args.get("as", NomineeKind.INDIVIDUAL.value)
    wrong = problems(draft.content)
    campaign, broken = readable_part(draft.content, wrong)
    frame = {
        "draft": draft, "wanted": wanted, "views": _views(draft, wanted), "broken": _broken(draft, broken),
        "trail": trail(draft, (gettext("Preview"), None)),
    }  # fmt: skip
    if wanted == PUBLIC:
        public = None if wrong else page_of(campaign)
        return render_template("campaign_drafts/preview_public.html", whole=not wrong, **frame, **(public or {}))
    kind = NomineeKind.COLLECTIVE if wanted == NomineeKind.COLLECTIVE.value else NomineeKind.INDIVIDUAL
    shown = page_of_draft(unsaved(draft.code, campaign, kind))
    shown["parts"] = [replace(one, writable=False) for one in shown["parts"]]
    awarded = bool(campaign.awards_for(kind))
    return render_template("campaign_drafts/preview.html", awarded=awarded, **frame, **shown)


def readable_part(content: Content, wrong: list[Problem]) -> tuple[Campaign, list[int]]:
    """The campaign without the criteria that something is wrong with, and which those are, from 1 up."""
    campaign = read_closed(Fields(content, "", []), read_campaign)
    broken = [n for n in range(len(campaign.criteria)) if any(_of(one.path, n) for one in wrong)]
    kept = tuple(one for n, one in enumerate(campaign.criteria) if n not in broken)
    return replace(campaign, criteria=kept), [n + 1 for n in broken]


def _of(path: str, n: int) -> bool:
    """Whether a problem is of criterion `n`. Its number alone is no reason not to show it."""
    return path.startswith(f"criteria[{n}]") and not path.endswith("].number")


def _broken(draft: Draft, broken: list[int]) -> list[dict[str, str]]:
    places = [place_in(draft.content, "criteria", n) for n in broken]
    return [{"title": place.title(draft.content), "href": place.address(draft.code)} for place in places]


def _views(draft: Draft, wanted: str) -> list[tuple[str, str, bool]]:
    return [
        (gettext(label), url_for("campaign_drafts.preview", code=draft.code, **{"as": view}), view == wanted)
        for view, label in VIEWS
    ]


def unsaved(code: str, campaign: Campaign, kind: NomineeKind) -> Loaded:
    """A nomination that nobody has written in, and that no database will ever hold."""
    award = next(iter(campaign.awards_for(kind)), None) or Award("", "", "", "", frozenset({kind}), False, False)
    blank = dict.fromkeys((*NOMINEE_FIELDS, "match_note"), "")
    row = Nomination(**blank | {"code": f"{code}-0000", "kind": kind.value, "award": award.code})
    dossier = Dossier(
        code=row.code, state=State.DRAFT, kind=kind, unit_id=0, cluster_id=None, now=clock.now(), year=campaign.year,
        windows=campaign.windows, criteria=campaign.criteria,
    )  # fmt: skip
    return Loaded(
        row=row, dossier=dossier, campaign=replace(campaign, awards=(*campaign.awards, award)), rules_hash="",
        unit=Unit(name=gettext("Your unit")), cluster=None, submission=None, supplement=None, hold=None, round=None,
        question=None, decision=None, plan=None, verdicts={}, evidence={},
    )  # fmt: skip
