"""What waits for the reader, and until when: every kind of work that his roles bring, in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select

from nomination.extensions import db
from nomination.models import Account, Audit, Campaign, Decision
from nomination.queries.campaigns import launched_rules
from nomination.queries.council import WRITING, waiting_decision
from nomination.queries.desk_nominations import COUNTED_TO, SHOWN, Work, counts, first_rows, works
from nomination.queries.desk_questions import QuestionsWaiting, waiting_questions
from nomination.queries.desk_results import Result, results
from nomination.queries.desk_rounds import Waiting, waiting_rounds
from nomination.queries.desk_scorings import ENDING, SHEETS, ScoringWaiting, waiting_scorings
from nomination.queries.record import Seen, seen
from workflow.campaign import Campaign as Rules
from workflow.decision import STEPS, Act, Status
from workflow.dossier import Actor
from workflow.vocabulary import Role, Stage
from workflow.words import N_

RECENT = 10


@dataclass(frozen=True)
class Task:
    """One thing to do: its name, whose it is, the place where it is done, and until when."""

    title: str
    hint: str
    endpoint: str
    values: Mapping[str, str | int]
    due: datetime | date | None = None


@dataclass(frozen=True)
class Group:
    """Things of one kind. `title` is a message; `count` goes no further than `COUNTED_TO`."""

    key: str
    title: str
    count: int
    tasks: tuple[Task, ...]

    @property
    def figure(self) -> str:
        return f"{COUNTED_TO - 1}+" if self.count >= COUNTED_TO else str(self.count)


@dataclass(frozen=True)
class Desk:
    """`results` are only told: they wait for nobody."""

    groups: tuple[Group, ...]
    results: tuple[Result, ...] = field(default=())
    recent: tuple[Seen, ...] = field(default=())
    accounts: tuple[int, int] | None = None


def desk_of(actor: Actor) -> Desk:
    """Everything on the desk of `actor`."""
    roles = actor.roles()
    groups = [
        *_round_groups(waiting_rounds(actor)), *_nomination_groups(actor), *_decision_groups(actor),
        *_scoring_groups(waiting_scorings(actor)),
        *(_question_group(waiting) for waiting in waiting_questions(actor) if waiting.rows),
        *_council_groups(actor),
    ]  # fmt: skip
    return Desk(
        groups=tuple(groups),
        results=results(actor),
        recent=tuple(_recent()) if Role.AUDITOR in roles else (),
        accounts=_accounts() if Role.ADMINISTRATOR in roles else None,
    )


def _nomination_groups(actor: Actor) -> list[Group]:
    if not actor.roles() - {Role.ADMINISTRATOR}:
        return []
    versions = launched_rules()
    rules = {version: parsed for version, (_, parsed) in versions.items()}
    asked, campaigns = works(actor, rules), {campaign for campaign, _ in versions.values()}
    found: dict[str, list[Task]] = defaultdict(list)
    by_key = {work.key: work for work in asked}
    for row in first_rows(actor, asked, campaigns):
        found[row.key].append(_task(by_key[row.key], row, rules[row.campaign_version_id]))
    full = counts(actor, [work for work in asked if len(found[work.key]) == SHOWN], campaigns)
    return [_group(work, found[work.key], full) for work in asked if found[work.key]]


def _group(work: Work, tasks: list[Task], full: Mapping[str, int]) -> Group:
    return Group(work.key, work.title, full.get(work.key, len(tasks)), tuple(tasks))


def _task(work: Work, row: Any, rules: Rules) -> Task:
    code, name, unit, due_on = row.code, row.nominee_name, row.short_name, row.due_on
    values = {"campaign": rules.code, **work.values} if work.of_campaign else {"code": code}
    return Task(name, f"{unit} · {code}", work.endpoint, values, due_on or row.vetted_by or _until(rules, work.stage))


def _until(rules: Rules, stage: Stage) -> datetime | None:
    window = rules.windows.get(stage)
    return window.closes if window else None


def _council_groups(actor: Actor) -> list[Group]:
    """A composition of the council that somebody else entered."""
    row = waiting_decision() if actor.roles() & set(WRITING) else None
    if row is None or row.entered_by_id == actor.person_id:
        return []
    task = Task(row.number, f"{row.dated:%d/%m/%Y}", "council.show", {"composition_id": row.id})
    return [Group("composition", N_("Compositions of the council to compare with the paper and confirm"), 1, (task,))]


ROUND_WORK: tuple[tuple[str, str, str], ...] = (
    ("vote", N_("Ballots to cast"), "ballots.show"),
    ("codes", N_("Teller codes to take"), "rounds.show"),
    ("confirm", N_("Teller codes to type back"), "rounds.show"),
    ("rehearse", N_("Rounds to try out before the opening"), "rounds.ceremony"),
    ("open", N_("Rounds to open"), "rounds.ceremony"),
    ("leave", N_("Rounds that need the leave not to meet"), "rounds.leave"),
    ("attendance", N_("Meetings whose attendance is to be recorded"), "rounds.attendance"),
    ("figures", N_("Meetings whose figures are to be entered"), "rounds.figures"),
    ("approve", N_("Figures to compare with the signed paper and confirm"), "rounds.approve"),
    ("consent", N_("Requests for a longer window to answer"), "rounds.extension"),
    ("close", N_("Rounds to close"), "rounds.show"),
    ("count", N_("Rounds to count"), "rounds.count"),
    ("agree", N_("Rounds that need your agreement as chair"), "rounds.show"),
    ("carry", N_("Counted rounds with results to carry out"), "rounds.show"),
)


def _round_groups(waiting: Iterable[Waiting]) -> list[Group]:
    listed, groups = list(waiting), []
    for act, title, endpoint in ROUND_WORK:
        tasks = [_round_task(one, act, endpoint) for one in listed if act in one.acts]
        if tasks:
            groups.append(Group(f"round-{act}", title, len(tasks), tuple(tasks[:SHOWN])))
    return groups


def _round_task(waiting: Waiting, act: str, endpoint: str) -> Task:
    """What happens before the box opens is due when it should open; the rest when it closes."""
    row = waiting.row
    due = dict.fromkeys(("codes", "confirm", "rehearse", "open"), row.opens_at) | {"vote": row.closes_at}
    return Task(row.title, row.code, endpoint, {"code": row.code}, due.get(act))


DECISION_WORK: tuple[tuple[Act, str], ...] = (
    (Act.FREEZE, N_("Decisions to freeze and send for signature")),
    (Act.SIGN, N_("Decisions to sign")),
    (Act.ISSUE, N_("Decisions to number and date")),
    (Act.PUBLISH, N_("Decisions to publish")),
)


def _decision_groups(actor: Actor) -> list[Group]:
    """One query for every act on decisions that the actor's roles allow."""
    steps = {step.act: step for step in STEPS if actor.roles() & set(step.by)}
    mine = [(act, title, steps[act].sources) for act, title in DECISION_WORK if act in steps]
    if not mine:
        return []
    query = select(Decision, Campaign.title).join(Campaign, Campaign.id == Decision.campaign_id)
    wanted = or_(*(_apart(act, sources, actor) for act, _, sources in mine))
    rows = db.session.execute(query.where(wanted).order_by(Decision.id).limit(COUNTED_TO)).all()
    return [group for one in mine if (group := _decision_group(*one, rows=rows)) is not None]


def _apart(act: Act, sources: tuple[Status, ...], actor: Actor) -> ColumnElement[bool]:
    """Decisions that stand before this act, less those in which the actor already had another part."""
    me = actor.person_id
    others = {
        Act.FREEZE: [Decision.prepared_by_id != me],
        Act.SIGN: [Decision.prepared_by_id != me, Decision.frozen_by_id != me],
        Act.ISSUE: [Decision.prepared_by_id != me, Decision.frozen_by_id != me, Decision.signed_by_id != me],
    }
    return and_(Decision.status.in_([source.value for source in sources]), *others.get(act, []))


def _decision_group(act: Act, title: str, sources: tuple[Status, ...], *, rows: Iterable[Any]) -> Group | None:
    statuses = {source.value for source in sources}
    found = [(decision, campaign) for decision, campaign in rows if decision.status in statuses]
    tasks = [
        Task(decision.title, f"{campaign} · {decision.code}", "decisions.show", {"code": decision.code})
        for decision, campaign in found
    ]
    return Group(f"decision-{act}", title, len(tasks), tuple(tasks[:SHOWN])) if tasks else None


def _scoring_groups(waiting: Iterable[ScoringWaiting]) -> list[Group]:
    listed, groups = list(waiting), []
    for key, title, wanted in (
        ("scoring-sheets", SHEETS, [one for one in listed if one.sheets]),
        ("scoring-end", ENDING, [one for one in listed if one.ending]),
    ):
        tasks = [
            Task(one.cluster, f"{one.campaign} · {one.code}", "scorings.show", {"code": one.code}, one.until)
            for one in wanted
        ]
        if tasks:
            groups.append(Group(key, title, len(tasks), tuple(tasks[:SHOWN])))
    return groups


def _question_group(waiting: QuestionsWaiting) -> Group:
    tasks = [
        Task(
            row.subject, f"{row.short_name} · {row.title}", "questions.show",
            {"campaign": row.code, "question_id": row.id},
        )
        for row in waiting.rows[:SHOWN]
    ]  # fmt: skip
    return Group(waiting.key, waiting.title, len(waiting.rows), tuple(tasks))


def _recent() -> list[Seen]:
    return seen(Audit.action != "round:cast", most=RECENT)  # a list of times would tell who voted when


def _accounts() -> tuple[int, int]:
    """Active accounts, and all."""
    active, every = db.session.execute(
        select(func.count().filter(Account.active), func.count()).select_from(Account)
    ).one()
    return active, every
