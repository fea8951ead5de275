"""The pages of the campaign editor: which values of the content stand on which page, one thing a page."""

from dataclasses import dataclass, replace
from typing import Any

from nomination.forms.campaign_kinds import AFTER, BEFORE, NOMINEE_KINDS, parameters_of
from nomination.forms.campaign_review import REVIEW
from nomination.forms.content_fields import (
    CHOICE,
    FLAG,
    LINE,
    LINES,
    MOMENT,
    TEXT,
    TICKS,
    VALUE,
    WHOLE_NUMBER,
    Field,
    Rows,
)
from nomination.forms.content_paths import Content, value_at
from workflow.vocabulary import Stage
from workflow.words import N_

Parts = tuple[Field | Rows, ...]
BODY_NAMES = (("unit", N_("A unit")), ("cluster", N_("A block or cluster")))
YES_NO = (("yes", N_("Yes")), ("no", N_("No")))


@dataclass(frozen=True)
class Section:
    """One page of the editor. `owns`: the beginnings of the paths whose problems belong to it."""

    name: str
    title: str
    lead: str
    owns: tuple[str, ...]
    parts: Parts = ()
    listed: str = ""
    """The path of the list whose entries have a page each."""
    one: str = ""
    add: str = ""


def _paragraphs(name: str, label: str, one: str, add: str, *, movements: bool = False) -> Rows:
    fields: tuple[Field, ...] = (Field("number", N_("Number"), LINE), Field("text", N_("Text"), TEXT, rows=5))
    if movements:
        hint = N_("One a line, in the very words of the text above. Leave blank when it names none.")
        fields += (Field("movements", N_("Movements it calls on to respond to"), LINES, hint, optional=True),)
    return Rows(name, label, one, add, fields)


DISPATCH: Parts = (
    Field(
        "dispatch.number",
        N_("Number"),
        LINE,
        N_("May stay blank until the paper has one. Never invent it."),
        optional=True,
    ),
    Field("dispatch.symbol", N_("Symbol"), LINE, N_("What stands after the number on the paper.")),
    Field("dispatch.place", N_("Place")),
    Field("dispatch.day", N_("Day"), WHOLE_NUMBER, N_("May stay blank until the paper is dated."), optional=True),
    Field("dispatch.month", N_("Month"), WHOLE_NUMBER),
    Field("dispatch.year", N_("Year"), WHOLE_NUMBER),
    Field("dispatch.subject", N_("Subject line"), TEXT, rows=2),
    Field("dispatch.addressees", N_("Addressees"), LINES, N_("One a line.")),
    Field("dispatch.opening", N_("Opening paragraph"), TEXT, rows=8),
    Field("dispatch.content_heading", N_("Heading above the content areas")),
    Field("dispatch.tasks_heading", N_("Heading above the tasks")),
    Field("dispatch.criteria_heading", N_("Heading above the criteria")),
    Field(
        "dispatch.duties",
        N_("Paragraphs after the criteria"),
        LINES,
        N_("Each paragraph on a line of its own."),
        rows=12,
    ),
    Field("dispatch.recipients", N_("Recipients of copies"), LINES, N_("One a line.")),
    Field("dispatch.signer_post", N_("Post of the signer")),
    Field("dispatch.signer", N_("Name of the signer")),
)

AWARD: Parts = (
    Field("name", N_("Name of the award"), hint=N_("As it is to stand on papers.")),
    Field("english", N_("Name in English")),
    Field(
        "form",
        N_("Form of commendation"),
        CHOICE,
        N_("The rule set says for each form which share of the vote it needs."),
    ),
    Field("kinds", N_("For"), TICKS, choices=NOMINEE_KINDS, all_when_absent=True),
    Field("cluster_vote", N_("The block or cluster votes on it"), FLAG, choices=YES_NO),
    Field("council_required", N_("It goes before the council"), FLAG, choices=YES_NO),
    Field("unit_places", N_("Places for each unit"), WHOLE_NUMBER, N_("Blank: no limit."), optional=True),
    Field(
        "cluster_places", N_("Places for each block or cluster"), WHOLE_NUMBER, N_("Blank: no limit."), optional=True
    ),
    Field(
        "citation_max",
        N_("Longest line on the certificate, in characters"),
        WHOLE_NUMBER,
        N_("Blank: 200."),
        optional=True,
    ),
    Field(
        "code",
        N_("Short code"),
        LINE,
        N_("Made from the name when it is left blank; do not change it later."),
        optional=True,
    ),
)

WINDOWS: Parts = tuple(
    Field(f"running.windows.{stage}.{end}", label, MOMENT, optional=True, under=stage.label if end == "opens" else "")
    for stage in Stage
    for end, label in (("opens", N_("Opens")), ("closes", N_("Closes")))
)
OWN_PLACES = Rows(
    "running.quotas",
    N_("Places by name"),
    N_("Line %(number)s"),
    N_("Add a line"),
    (
        Field("body", N_("Whose places"), CHOICE, choices=BODY_NAMES),
        Field("code", N_("Unit, block or cluster"), CHOICE),
        Field("award", N_("Award"), CHOICE, N_("Left open: all awards together; for a unit only."), optional=True),
        Field("places", N_("Number of places"), WHOLE_NUMBER),
    ),
)
OWN_RULES = Rows(
    "running.parameters",
    N_("What the ministry sets itself"),
    N_("Rule %(number)s"),
    N_("Add a rule"),
    (
        Field("key", N_("Rule"), CHOICE, N_("Only what the law leaves to the ministry can be set here.")),
        Field("value", N_("Value"), VALUE, N_("A share such as 2/3, a whole number, yes or no.")),
        Field("citation", N_("Paper that it rests on"), LINE),
        Field("note", N_("Note"), LINE, optional=True),
    ),
)
SECTIONS = (
    Section(
        "identity",
        N_("Name and theme"),
        N_("What the campaign is called, and who launches it."),
        ("code", "title", "theme", "year", "issuer"),
        (
            Field(
                "code",
                N_("Short code"),
                LINE,
                N_("Stands in addresses and numbers of nominations. It cannot change."),
                fixed=True,
            ),
            Field("title", N_("Title")),
            Field("theme", N_("Theme"), TEXT, rows=2),
            Field("year", N_("Year"), WHOLE_NUMBER),
            Field("issuer", N_("Launched by")),
        ),
    ),
    Section("dispatch", N_("Dispatch"), N_("The letter that launches it, word for word."), ("dispatch",), DISPATCH),
    Section(
        "occasions",
        N_("Occasions"),
        N_("The events that the campaign greets."),
        ("occasions",),
        (Field("occasions", N_("Occasions"), LINES, N_("One a line."), rows=8),),
    ),
    Section(
        "areas",
        N_("Content areas"),
        N_("The numbered paragraphs of part 1 of the dispatch."),
        ("content_areas",),
        (_paragraphs("content_areas", N_("Content areas"), N_("Content area %(number)s"), N_("Add a content area")),),
    ),
    Section(
        "tasks",
        N_("Tasks"),
        N_("The numbered paragraphs of part 2, and the movements they name."),
        ("task_groups",),
        (_paragraphs("task_groups", N_("Tasks"), N_("Task %(number)s"), N_("Add a task"), movements=True),),
    ),
    Section(
        "criteria",
        N_("Criteria"),
        N_("What every nomination is measured by, and how the machine checks it."),
        ("criteria",),
        listed="criteria",
        one=N_("Criterion %(number)s"),
        add=N_("Add a criterion"),
    ),
    Section(
        "awards",
        N_("Awards and places"),
        N_("What the campaign gives, who votes on it, and how many places there are."),
        ("running.awards",),
        listed="running.awards",
        one=N_("Award %(number)s"),
        add=N_("Add an award"),
    ),
    Section(
        "places",
        N_("Places by name"),
        N_("Units, blocks and clusters whose number of places is not that of the award."),
        ("running.quotas",),
        (OWN_PLACES,),
    ),
    Section(
        "review",
        N_("Review in blocks and clusters"),
        N_("By secret ballot, by score sheets, or by both."),
        ("running.review",),
        REVIEW,
    ),
    Section(
        "windows",
        N_("Windows of the stages"),
        N_("When each stage opens and closes. Blank: no limit."),
        ("running.windows",),
        WINDOWS,
    ),
    Section(
        "rules",
        N_("Rules and source"),
        N_("The rule set the campaign is held under, and where the awards come from."),
        ("running",),
        (
            Field("running.ruleset", N_("Rule set"), CHOICE),
            Field(
                "running.source",
                N_("Where awards, votes and windows come from"),
                TEXT,
                N_("Shown to everybody above the awards: what is not in the dispatch says so."),
                rows=4,
            ),
            OWN_RULES,
        ),
    ),
)
"""In the order in which an officer fills them. The last one also owns what nobody else does below `running`."""

NAMED = {section.name: section for section in SECTIONS}


def entry_parts(section: Section, content: Content, place: int) -> Parts:
    """What stands on the page of one criterion or one award, from 0 up."""
    if section.name != "criteria":
        return AWARD
    kind = value_at(content, f"criteria[{place}].kind")
    return (*BEFORE, *(replace(one, name=f"parameters.{one.name}") for one in parameters_of(kind)), *AFTER)


Choices = dict[str, tuple[tuple[str, str], ...]]


def with_choices(parts: Parts, choices: Choices) -> Parts:
    """The same parts, with the choices that come from elsewhere, such as the rule sets that are here."""
    return tuple(
        _chosen(part, "", choices) if isinstance(part, Field) else _rows_chosen(part, choices) for part in parts
    )


def _rows_chosen(rows: Rows, choices: Choices) -> Rows:
    return replace(rows, fields=tuple(_chosen(field, f"{rows.name}.", choices) for field in rows.fields))


def _chosen(field: Field, group: str, choices: Choices) -> Field:
    return replace(field, choices=choices.get(group + field.name, field.choices))


def place_of(path: str) -> tuple[Section, int | None]:
    """The page on which a problem is mended: its section, and the entry of it, from 0 up."""
    found = [section for section in SECTIONS for own in section.owns if is_below(path, own)]
    section = max(found, key=lambda one: max(len(own) for own in one.owns if is_below(path, own)), default=SECTIONS[0])
    rest: Any = path[len(section.listed) :] if section.listed and path.startswith(f"{section.listed}[") else ""
    return section, int(rest[1 : rest.index("]")]) if rest else None


def is_below(path: str, own: str) -> bool:
    """Whether the path is this one, or stands inside it."""
    return path == own or path.startswith((f"{own}.", f"{own}["))
