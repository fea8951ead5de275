"""The inputs of one criterion. What a kind reads beyond the rest is one line here for each parameter."""

from nomination.forms.content_fields import (
    CHOICE,
    LINE,
    MONTH_OF,
    PERCENTAGE,
    TEXT,
    TICKS,
    WHOLE_NUMBER,
    Field,
    Rows,
)
from workflow.criteria import RECORDS
from workflow.dossier import NomineeKind
from workflow.vocabulary import Stage
from workflow.words import N_

KIND_LABELS = {
    "measure": N_("Monthly figures: share of tasks done on time"),
    "declaration": N_("Statements that the head of the unit affirms"),
    "veto": N_("Nothing against in the department's registers, and statements"),
    "record": N_("Something the unit has entered, such as its own response"),
    "judged": N_("A written account that people assess"),
}
NOMINEE_KINDS = tuple((kind.value, kind.label) for kind in NomineeKind)
STAGES = tuple((stage.value, stage.label) for stage in Stage)
REGISTERS = (("discipline", N_("Discipline")), ("incident", N_("Incidents")))
UNFINISHED = (("required", N_("Is asked for like any other")), ("not_asked", N_("Is asked for once it is over")))
INITIATIVES = (
    ("none", N_("Not asked for")),
    ("optional", N_("May be named")),
    ("required", N_("Have to be named")),
)
COMPARISONS = (("above", N_("Above it: the figure itself is not enough")), ("at_least", N_("From it upwards")))

STATEMENTS = Rows(
    "statements",
    N_("Statements"),
    N_("Statement %(number)s"),
    N_("Add a statement"),
    (
        Field("text", N_("Text of the statement"), TEXT, N_("The head of the unit ticks it."), rows=2),
        Field("key", N_("Short code"), LINE, N_("Made from the text when it is left blank."), optional=True),
        Field("applies_to", N_("Applies to"), TICKS, choices=NOMINEE_KINDS, all_when_absent=True),
    ),
)

PARAMETERS: dict[str, tuple[Field | Rows, ...]] = {
    "measure": (
        Field("first", N_("First month"), MONTH_OF, N_("Month/year.")),
        Field("last", N_("Last month"), MONTH_OF, N_("Month/year. The unit enters figures for every month between.")),
        Field(
            "threshold", N_("Share of tasks done on time, in per cent"), PERCENTAGE, N_("0 to 100, such as 90 or 97,5.")
        ),
        Field("comparison", N_("Every month must be"), CHOICE, choices=COMPARISONS),
        Field(
            "overdue_allowed",
            N_("Overdue tasks allowed in the whole period"),
            WHOLE_NUMBER,
            N_("Left blank: none."),
            optional=True,
        ),
        Field("unfinished", N_("A month that is not over"), CHOICE, optional=True, choices=UNFINISHED),
    ),
    "declaration": (STATEMENTS,),
    "veto": (
        Field(
            "registers",
            N_("Registers looked at"),
            TICKS,
            N_("An open entry in one of them bars the nomination."),
            choices=REGISTERS,
        ),
        STATEMENTS,
    ),
    "record": (
        Field("record", N_("What the unit must have entered"), CHOICE, choices=tuple(RECORDS.items())),
        Field("title", N_("What people call it")),
    ),
    "judged": (
        Field("min_length", N_("Fewest characters"), WHOLE_NUMBER, N_("Left blank: one."), optional=True),
        Field("max_length", N_("Most characters"), WHOLE_NUMBER, N_("4000 characters are about a page and a half.")),
        Field("initiatives", N_("Initiatives, with their recognition"), CHOICE, optional=True, choices=INITIATIVES),
        Field(
            "initiatives_min",
            N_("Fewest initiatives"),
            WHOLE_NUMBER,
            N_("Only where they have to be named. Left blank: one."),
            optional=True,
        ),
    ),
}

BEFORE = (
    Field("title", N_("Title"), hint=N_("A few words, as it stands in lists. At most 120 characters.")),
    Field("text", N_("Text as published"), TEXT, N_("Word for word as in the dispatch."), rows=5),
    Field("number", N_("Number"), WHOLE_NUMBER, N_("Its place in the dispatch: 1, 2, 3 and so on.")),
    Field(
        "code",
        N_("Short code"),
        LINE,
        N_("Ties answers to the criterion. Made by itself when it is left blank; do not change it later."),
        optional=True,
    ),
    Field(
        "kind",
        N_("How it is checked"),
        CHOICE,
        N_("After choosing another way, save: the fields below change, what both have stays."),
        choices=tuple(KIND_LABELS.items()),
    ),
)
AFTER = (
    Field(
        "applies_to",
        N_("Applies to"),
        TICKS,
        choices=NOMINEE_KINDS,
        all_when_absent=True,
    ),
    Field(
        "stages",
        N_("Looked at again at these stages"),
        TICKS,
        N_("The machine checks it before a nomination leaves the stage."),
        choices=STAGES,
        all_when_absent=True,
    ),
    Field(
        "evidence_required",
        N_("Fewest evidence files"),
        WHOLE_NUMBER,
        N_("Left blank: none are asked."),
        optional=True,
    ),
    Field(
        "evidence_note",
        N_("What to attach"),
        TEXT,
        N_("Which papers prove it. Stands where the unit attaches its files."),
        optional=True,
        rows=2,
    ),
    Field(
        "guidance", N_("Guidance for the unit"), TEXT, N_("Stands beside the inputs of the nomination."), optional=True
    ),
)


def parameters_of(kind: object) -> tuple[Field | Rows, ...]:
    """The inputs of a kind; none while no kind is chosen."""
    return PARAMETERS.get(kind, ()) if isinstance(kind, str) else ()
