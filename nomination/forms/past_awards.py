"""What an officer sends to take a decision of the past over: its paper, then what was read of its list."""

import dataclasses

from flask import current_app
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from itsdangerous import BadSignature, URLSafeSerializer
from wtforms import HiddenField, RadioField, StringField
from wtforms.validators import Optional

from nomination.forms.days import Day
from nomination.forms.text import clean_line
from nomination.services.past_awards import Line, Paper
from workflow.commendation import METHODS
from workflow.dossier import NomineeKind


class PastDecisionForm(FlaskForm):
    number = StringField(
        _("Number and symbol"), filters=[clean_line], description=_("As the paper has it, such as 123/QĐ-BTNMT.")
    )
    dated = Day(_("Day of the decision"), validators=[Optional()])
    issuer = StringField(_("Issued by"), filters=[clean_line])
    title = StringField(_("Summary line of the decision"), filters=[clean_line])
    signer = StringField(
        _("Signed by"), filters=[clean_line], description=_("Post and name of the signer, as the paper has them.")
    )
    method = RadioField(_("Kind of commendation by method"), validate_choice=False, default="")
    sheet = FileField(
        _("List of the decision"), description=_("XLSX or CSV with a row of headings, up to 2,000 lines.")
    )
    lines = HiddenField()

    @classmethod
    def offering(cls) -> "PastDecisionForm":
        form = cls()
        listed = [(code, gettext(label)) for code, label in METHODS.items()]
        form.method.choices = [*listed, ("", gettext("The paper does not say"))]
        return form

    def paper(self) -> Paper:
        return Paper(
            self.number.data or "", self.dated.data, self.issuer.data or "", self.title.data or "",
            self.signer.data or "", self.method.data or "",
        )  # fmt: skip

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
