"""A campaign as frozen facts: the dispatch that launched it, its criteria, awards and windows. All of it is data."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from workflow.criteria import KINDS, Record
from workflow.dossier import Criterion, NomineeKind, Window
from workflow.fields import Fields, read_closed
from workflow.kind import Kind
from workflow.quota import UNIT, Quota, holder
from workflow.quota_reading import check_quotas, read_quotas
from workflow.ruleset import Parameter
from workflow.ruleset_reading import read_own_parameter
from workflow.scoring import BY_BALLOT, Review
from workflow.scoring_reading import read_review
from workflow.vocabulary import Stage
from workflow.words import N_


@dataclass(frozen=True)
class Paragraph:
    """A numbered paragraph of the dispatch. `movements` names those that its text calls on units to respond to."""

    number: str
    text: str
    movements: tuple[str, ...] = ()


@dataclass(frozen=True)
class Dispatch:
    """The letter that launches a campaign, word for word. A blank number or day stays None: nobody invents one."""

    number: str | None
    symbol: str
    place: str
    day: int | None
    month: int
    year: int
    subject: str
    addressees: tuple[str, ...]
    opening: str
    content_heading: str
    tasks_heading: str
    criteria_heading: str
    duties: tuple[str, ...]
    recipients: tuple[str, ...]
    signer_post: str
    signer: str


@dataclass(frozen=True)
class Award:
    """A form of commendation that the campaign gives. `form` names it in the rule set, where its threshold stands."""

    code: str
    form: str
    name: str
    english: str
    kinds: frozenset[NomineeKind]
    cluster_vote: bool
    council_required: bool
    unit_places: int | None = None
    cluster_places: int | None = None
    citation_max: int = 200


@dataclass(frozen=True)
class Campaign:
    """One version of a campaign. Its texts are Vietnamese data, shown as they are and never translated."""

    code: str
    title: str
    theme: str
    year: int
    issuer: str
    dispatch: Dispatch
    occasions: tuple[str, ...]
    content_areas: tuple[Paragraph, ...]
    task_groups: tuple[Paragraph, ...]
    criteria: tuple[Criterion, ...]
    awards: tuple[Award, ...]
    ruleset: str
    source: str
    windows: Mapping[Stage, Window] = field(default_factory=dict, hash=False)
    parameters: tuple[Parameter, ...] = ()
    quotas: tuple[Quota, ...] = ()
    review: Review = BY_BALLOT

    def quotas_for(self, body: str, code: str, award: str) -> tuple[Quota, ...]:
        """What limits one more nomination of a unit or cluster for an award: its own, else the award's number."""
        named = tuple(q for q in self.quotas if q.holder == holder(body, code) and q.award in (None, award))
        own = self.award(award).unit_places if body == UNIT else self.award(award).cluster_places
        if own is None or any(quota.award == award for quota in named):
            return named
        return (Quota(holder(body, code), award, own), *named)

    def limits(self, body: str) -> bool:
        """Whether any unit, or any cluster, has a limited number of places."""
        own = (award.unit_places if body == UNIT else award.cluster_places for award in self.awards)
        return any(places is not None for places in own) or any(q.holder.startswith(body) for q in self.quotas)

    def award(self, code: str) -> Award:
        return next(award for award in self.awards if award.code == code)

    def criterion(self, code: str) -> Criterion:
        return next(criterion for criterion in self.criteria if criterion.code == code)

    def awards_for(self, kind: NomineeKind) -> tuple[Award, ...]:
        return tuple(award for award in self.awards if kind in award.kinds)

    def paragraphs(self) -> Iterator[str]:
        """The body of the dispatch in its own order, to be read whole."""
        letter = self.dispatch
        yield letter.opening
        yield letter.content_heading
        yield from (f"{area.number}. {area.text}" for area in self.content_areas)
        yield letter.tasks_heading
        yield from (f"{group.number}. {group.text}" for group in self.task_groups)
        yield letter.criteria_heading
        yield from (f"- {criterion.text}" for criterion in self.criteria)
        yield from letter.duties


def read_campaign(fields: Fields) -> Campaign:
    """The campaign from plain content; problems are noted on `fields`. Files are written in the order of asking."""
    campaign = Campaign(
        code=fields.code("code"),
        title=fields.text("title"),
        theme=fields.text("theme"),
        year=fields.whole("year", low=1945, high=9999),
        issuer=fields.text("issuer"),
        dispatch=read_closed(fields.part("dispatch"), _read_dispatch),
        occasions=fields.texts("occasions"),
        content_areas=fields.parts("content_areas", _read_paragraph, distinct=("number",)),
        task_groups=fields.parts("task_groups", _read_paragraph, distinct=("number",)),
        criteria=(criteria := fields.parts("criteria", _read_criterion, distinct=("code", "number"))),
        source=(running := fields.part("running")).text("source"),
        ruleset=running.code("ruleset"),
        awards=running.parts("awards", _read_award, distinct=("code", "name")),
        windows=_read_windows(running),
        parameters=_read_parameters(running),
        quotas=read_quotas(running),
        review=read_review(running, [criterion.code for criterion in criteria]),
    )
    running.close()
    check_quotas(fields, campaign.quotas, [award.code for award in campaign.awards])
    _check_order(fields, campaign)
    _check_reach(fields, campaign)
    return campaign


def _read_dispatch(fields: Fields) -> Dispatch:
    return Dispatch(
        number=fields.optional_text("number"),
        symbol=fields.text("symbol"),
        place=fields.text("place"),
        day=fields.optional_whole("day", low=1, high=31),
        month=fields.whole("month", low=1, high=12),
        year=fields.whole("year", low=1945, high=9999),
        subject=fields.text("subject"),
        addressees=fields.texts("addressees"),
        opening=fields.text("opening"),
        content_heading=fields.text("content_heading"),
        tasks_heading=fields.text("tasks_heading"),
        criteria_heading=fields.text("criteria_heading"),
        duties=fields.texts("duties"),
        recipients=fields.texts("recipients"),
        signer_post=fields.text("signer_post"),
        signer=fields.text("signer"),
    )


def _read_paragraph(fields: Fields) -> Paragraph:
    paragraph = Paragraph(fields.text("number"), fields.text("text"), fields.texts("movements", optional=True))
    for n, movement in enumerate(paragraph.movements):
        if movement not in paragraph.text:
            fields.note(f"movements[{n}]", N_("expected words that stand in the text of this paragraph"))
    return paragraph


def _read_criterion(fields: Fields) -> Criterion:
    return Criterion(
        code=fields.code("code"),
        number=fields.whole("number", low=1, high=99),
        title=fields.text("title", longest=120),
        text=fields.text("text"),
        kind=_read_kind(fields),
        applies_to=frozenset(NomineeKind(one) for one in fields.several_of("applies_to", list(NomineeKind))),
        stages=frozenset(Stage(one) for one in fields.several_of("stages", list(Stage))),
        evidence_required=fields.whole("evidence_required", low=0, high=20, default=0),
        evidence_note=fields.text("evidence_note", "", longest=500),
        guidance=fields.text("guidance", ""),
    )


def _read_kind(fields: Fields) -> Kind:
    told = len(fields.problems)
    kind = KINDS[fields.one_of("kind", KINDS)]
    parameters = fields.part("parameters")
    if len(fields.problems) > told:
        return Record(
            "unknown", "unknown"
        )  # of an unknown kind the parameters mean nothing; the file is refused anyway
    return read_closed(parameters, kind.read)


def _read_award(fields: Fields) -> Award:
    return Award(
        code=fields.code("code"),
        form=fields.code("form"),
        name=fields.text("name"),
        english=fields.text("english"),
        kinds=frozenset(NomineeKind(one) for one in fields.several_of("kinds", list(NomineeKind))),
        cluster_vote=fields.flag("cluster_vote"),
        council_required=fields.flag("council_required"),
        unit_places=fields.optional_whole("unit_places", low=0, high=10_000),
        cluster_places=fields.optional_whole("cluster_places", low=0, high=10_000),
        citation_max=fields.whole("citation_max", low=20, high=500, default=200),
    )


def _read_parameters(fields: Fields) -> tuple[Parameter, ...]:
    """What the campaign sets itself where its rule set leaves it to the ministry."""
    if not fields.has("parameters"):
        return ()
    return fields.parts("parameters", read_own_parameter, distinct=("key",))


def _read_windows(fields: Fields) -> dict[Stage, Window]:
    """A stage without a window, or a window without an end, is not limited."""
    if not fields.has("windows"):
        return {}
    windows = fields.part("windows")
    read = {stage: read_closed(windows.part(stage), _read_window) for stage in Stage if windows.has(stage)}
    windows.close()
    return read


def _read_window(fields: Fields) -> Window:
    window = Window(_read_moment(fields, "opens"), _read_moment(fields, "closes"))
    if window.opens is not None and window.closes is not None and window.closes <= window.opens:
        fields.note("closes", N_("expected a moment after the window opens"))
    return window


def _read_moment(fields: Fields, key: str) -> datetime | None:
    written = fields.optional_text(key)
    if not written:
        return None
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        fields.note(key, N_("expected a moment with its time zone, such as “2031-12-15T17:00+07:00”"))
        return None
    return moment


def _check_order(fields: Fields, campaign: Campaign) -> None:
    """Criteria are numbered 1, 2, 3 in the order of the file, as the dispatch lists them."""
    for n, criterion in enumerate(campaign.criteria):
        if criterion.number != n + 1:
            fields.note(
                f"criteria[{n}].number", N_("expected %(number)s: criteria are numbered in order"), number=n + 1
            )


def _check_reach(fields: Fields, campaign: Campaign) -> None:
    """Every kind of nominee that an award is for is measured by at least one criterion."""
    for n, award in enumerate(campaign.awards):
        for kind in sorted(award.kinds):
            if not any(kind in criterion.applies_to for criterion in campaign.criteria):
                message = N_("no criterion applies to this kind of nominee: %(kind)s")
                fields.note(f"running.awards[{n}].kinds", message, kind=kind.value)
