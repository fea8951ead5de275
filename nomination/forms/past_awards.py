"""What an officer sends to take a decision of the past over: its paper, then what was read of its list."""

import dataclasses

from flask import current_app
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from itsdangerous import BadSignature, URLSafeSerializer
from wtforms import HiddenField, StringField
from wtforms.validators import Optional

from nomination.forms.days import Day
from nomination.forms.text import clean_line
from nomination.services.past_awards import Line, Paper
from workflow.dossier import NomineeKind


class PastDecisionForm(FlaskForm):
    number = StringField(
        _("Number and symbol"), filters=[clean_line], description=_("As the paper has it, such as 123/QĐ-BTNMT.")
    )
    dated = Day(_("Day of the decision"), validators=[Optional()])
    issuer = StringField(_("Issued by"), filters=[clean_line])
    title = StringField(_("Summary line of the decision"), filters=[clean_line])
    sheet = FileField(
        _("List of the decision"), description=_("XLSX or CSV with a row of headings, up to 2,000 lines.")
    )
    lines = HiddenField()

    def paper(self) -> Paper:
        return Paper(self.number.data or "", self.dated.data, self.issuer.data or "", self.title.data or "")

    def remember(self, lines: tuple[Line, ...]) -> None:
        """What was read goes back and forth sealed, so that the second step takes over what the first one showed."""
        self.lines.data = _sealer().dumps([list(dataclasses.astuple(line)) for line in lines])

    def remembered(self) -> tuple[Line, ...]:
        try:
            rows = _sealer().loads(self.lines.data or "")
        except BadSignature:
            return ()
        return tuple(Line(row, NomineeKind(kind), *rest) for row, kind, *rest in rows)


def _sealer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt="lines of a past decision")
