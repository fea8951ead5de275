"""What a unit types into its mid-term report: the day, figures month by month, counts, results and difficulties."""

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import HiddenField, TextAreaField
from wtforms.validators import InputRequired

from nomination.forms.days import Day
from nomination.forms.kept import WithPaper
from nomination.forms.nominations import cell_name
from nomination.forms.text import clean_text, whole_version
from nomination.models import MidtermReport
from nomination.services.evidence import Kept
from nomination.services.reports import COUNTS, Cell, Report, measures, months_begun
from workflow.campaign import Campaign as Rules
from workflow.figures import COLUMNS

NEEDED = InputRequired(lazy_gettext("This is needed."))


class ReportForm(WithPaper, FlaskForm):
    as_of = Day(
        lazy_gettext("Figures up to"), validators=[NEEDED],
        description=lazy_gettext("The last day that the report speaks of: day/month/year."),
    )  # fmt: skip
    results = TextAreaField(
        lazy_gettext("Results"), filters=[clean_text], validators=[NEEDED],
        description=lazy_gettext("What has been done, by the contents and criteria of the unit's own response."),
    )  # fmt: skip
    difficulties = TextAreaField(
        lazy_gettext("Difficulties and proposals"), filters=[clean_text],
        description=lazy_gettext("What the department should answer is better asked as a question."),
    )  # fmt: skip
    version = HiddenField()

    @classmethod
    def of(cls, row: MidtermReport | None, paper: Kept | None, person_id: int) -> "ReportForm":
        """The form as the report stands now."""
        form = cls(obj=row)
        form.carry(paper, person_id)
        return form

    def began_from(self) -> int | None:
        return whole_version(self.version.data)

    def report(self, typed: MultiDict[str, str], rules: Rules, paper: Kept | None) -> Report:
        """What was typed, once it has passed validation."""
        assert self.as_of.data is not None
        return Report(
            as_of=self.as_of.data, results=self.results.data or "", difficulties=self.difficulties.data or "",
            cells=typed_cells(typed, rules), counts={name: typed.get(name, "") for name in COUNTS}, paper=paper,
        )  # fmt: skip


def typed_cells(typed: MultiDict[str, str], rules: Rules) -> dict[Cell, str]:
    """Every cell of the page as it was typed."""
    return {
        (criterion.code, month, column): typed.get(cell_name(criterion.code, month, column), "")
        for criterion, measure in measures(rules)
        for month in months_begun(measure)
        for column in COLUMNS
    }
