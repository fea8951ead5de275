"""What the pages of a draft send: a new nominee, and the parts of a nomination as they were typed."""

from collections.abc import Iterable

from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import RadioField, SelectField, StringField

from nomination.classes import CLASSES
from nomination.forms.initiatives import typed_initiatives
from nomination.forms.text import clean_text
from nomination.services.contents import NOMINEE_FIELDS, TITLES, TypedPart
from nomination.services.drafts import Nominee
from workflow.campaign import Campaign
from workflow.criteria import Declaration, Veto
from workflow.dossier import Criterion, NomineeKind
from workflow.drafting import MATCH_NOTE, NOMINEE
from workflow.figures import COLUMNS
from workflow.measure import Measure


class NewNominationForm(FlaskForm):
    """Who is proposed for which award. An award that is for both kinds is offered once for each."""

    unit = SelectField(lazy_gettext("Nominating unit"), validate_choice=False)
    award_for = RadioField(lazy_gettext("Award"), validate_choice=False)
    title = SelectField(
        lazy_gettext("Form of address"), validate_choice=False, description=lazy_gettext("For an individual only.")
    )
    name = StringField(
        lazy_gettext("Name of the nominee"), description=lazy_gettext("Exactly as it is to stand on the certificate.")
    )
    post = StringField(lazy_gettext("Post"), description=lazy_gettext("For an individual: post held now."))
    place = StringField(lazy_gettext("Division within the unit"))
    class_code = SelectField(
        lazy_gettext("Class for the yearly statistics"), validate_choice=False,
        description=lazy_gettext("Class for the yearly statistics on commendation."),
    )  # fmt: skip

    @classmethod
    def offering(cls, campaign: Campaign, units: Iterable[tuple[str, str]]) -> "NewNominationForm":
        form = cls()
        form.unit.choices = list(units)
        form.award_for.choices = [
            (f"{kind}:{award.code}", f"{gettext(kind.label)}: {award.name}")
            for kind in NomineeKind
            for award in campaign.awards_for(kind)
        ]
        form.title.choices = [("", gettext("Choose")), *((title, title) for title in TITLES)]
        form.class_code.choices = {"": [("", gettext("Choose"))]} | {
            gettext(kind.label): [(code, gettext(label)) for code, label in classes.items()]
            for kind, classes in CLASSES.items()
        }
        return form

    def nominee(self) -> Nominee:
        kind, _, award = (self.award_for.data or "").partition(":")
        given = {name: getattr(self, name).data or "" for name in ("name", "title", "post", "place", "class_code")}
        return Nominee(kind=kind, award=award, **given)

    def unit_id(self) -> int:
        typed = self.unit.data or ""
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0


def cell_name(criterion: str, month: str, column: str) -> str:
    return f"cell-{criterion}-{month}-{column}"


def typed_parts(form: MultiDict[str, str], criteria: Iterable[Criterion]) -> dict[str, TypedPart]:
    """The parts that the page says it carries (`parts`), each as it was typed."""
    by_code = {criterion.code: criterion for criterion in criteria}
    return {
        part: _typed(form, part, by_code.get(part))
        for part in form.getlist("parts")
        if part in by_code or part in (NOMINEE, MATCH_NOTE)
    }


def left_over(form: MultiDict[str, str], criteria: Iterable[Criterion]) -> list[str]:
    """What was typed on the page for criteria that are not asked any more, so that it is not lost."""
    known = {criterion.code for criterion in criteria}
    accounts = ((name.removeprefix("narrative-"), text) for name, text in form.items() if name.startswith("narrative-"))
    return [clean_text(text) for part, text in accounts if part not in known and text.strip()]


def _typed(form: MultiDict[str, str], part: str, criterion: Criterion | None) -> TypedPart:
    seal, over = form.get(f"seal-{part}") or None, form.get(f"over-{part}") or None
    if criterion is None:
        names = NOMINEE_FIELDS if part == NOMINEE else (MATCH_NOTE,)
        return TypedPart({name: _text(name, form[name]) for name in names if name in form}, seal=seal, over=over)
    if isinstance(criterion.kind, Measure):
        cells = {
            (month, column): form[cell_name(part, month, column)]
            for month in criterion.kind.months()
            for column in COLUMNS
            if cell_name(part, month, column) in form
        }
        return TypedPart(cells=cells, seal=seal, over=over)
    if isinstance(criterion.kind, Declaration | Veto):
        ticked = frozenset(form.getlist(f"affirmed-{part}"))
        offered = bool(ticked) or f"affirms-{part}" in form
        return TypedPart(ticked=ticked if offered else None, seal=seal, over=over)
    name = f"narrative-{part}"
    texts = {"narrative": clean_text(form[name])} if name in form else {}
    return TypedPart(texts, initiatives=typed_initiatives(form, part), seal=seal, over=over)


def _text(name: str, typed: str) -> str:
    """What cannot be seen is dropped from running text; in a line that is printed it stays, to be refused in words."""
    return clean_text(typed) if name in ("summary", MATCH_NOTE) else typed.replace("\r", "").replace("\n", " ")
