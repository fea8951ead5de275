"""The page of the campaign editor that says how clusters review: the method, the score sheet, and what breaks a tie."""

from nomination.forms.content_fields import CHOICE, TEXT, TICKS, WHOLE_NUMBER, Field, Rows
from workflow.scoring import Method
from workflow.words import N_

AT = "running.review"
METHODS = tuple((method.value, method.label) for method in Method)
REVIEW: tuple[Field | Rows, ...] = (
    Field(f"{AT}.method", N_("How blocks and clusters review"), CHOICE, N_("Blank: by secret ballot."), True, METHODS),
    Field(f"{AT}.source", N_("Paper that it rests on"), TEXT, N_("Needed when there are score sheets."), True, rows=2),
    Rows(
        f"{AT}.groups",
        N_("Groups on the score sheet"),
        N_("Group %(number)s"),
        N_("Add a group"),
        (
            Field("title", N_("Title")),
            Field("most", N_("Points at most"), WHOLE_NUMBER),
            Field("criteria", N_("Criteria in it"), TICKS, optional=True),
            Field("code", N_("Short code"), hint=N_("Made from the title when it is left blank."), optional=True),
        ),
    ),
    Field(f"{AT}.bonus_most", N_("Bonus points at most"), WHOLE_NUMBER, N_("Blank: none."), True),
    Field(f"{AT}.minus_most", N_("Minus points at most"), WHOLE_NUMBER, N_("Blank: none."), True),
    Field(
        f"{AT}.least",
        N_("Mean from which score sheets carry"),
        WHOLE_NUMBER,
        N_("Only where score sheets alone decide. Blank: everybody who has a place."),
        True,
    ),
    Field(f"{AT}.ties", N_("Between equal scores, in this order"), TICKS, N_("None: equals share a place."), True),
)
