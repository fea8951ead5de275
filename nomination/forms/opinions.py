"""What is typed about an opinion: the letter that asks for it, and the answer as it came in."""

from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import Optional

from nomination import clock
from nomination.forms.days import Day
from nomination.forms.kept import WithPaper
from nomination.forms.text import clean_line, clean_text
from nomination.hypermedia import sentence
from nomination.services.evidence import Kept
from nomination.services.opinions import Answered, Letter
from nomination.services.transaction import Invalid
from workflow.opinions import Answer


class LetterForm(FlaskForm):
    body = StringField(
        lazy_gettext("Body that is asked"), filters=[clean_line],
        description=lazy_gettext("Choose one that is offered, or type another."),
    )  # fmt: skip
    paper = StringField(
        lazy_gettext("Number and day of the letter"), filters=[clean_line],
        description=lazy_gettext("As soon as the registry has given it."),
    )  # fmt: skip
    question = TextAreaField(lazy_gettext("What is asked"), filters=[clean_text])
    asked_on = Day(lazy_gettext("Sent on"), validators=[Optional()])
    due_on = Day(lazy_gettext("Answer wanted by"), validators=[Optional()])

    @classmethod
    def blank(cls) -> "LetterForm":
        form = cls(formdata=None)
        form.asked_on.data = clock.today()
        form.question.data = gettext(
            "Whether there is a complaint, a denunciation, an inspection, an audit finding, a disciplinary matter or an"
            " overdue task that concerns the nominee in the period of the campaign."
        )
        return form

    def letter(self) -> Letter:
        return Letter(
            self.body.data or "", self.question.data or "", self.asked_on.data, self.due_on.data, self.paper.data or ""
        )

    def tell(self, error: Invalid) -> list[str]:
        """Each problem at its field; what has none is answered."""
        return tell(self, error)


class AnswerForm(WithPaper, FlaskForm):
    answer = RadioField(lazy_gettext("Answer of the body"), validate_choice=False)
    answered_on = Day(lazy_gettext("Answered on"), validators=[Optional()])
    paper = StringField(lazy_gettext("Number and day of the answer"), filters=[clean_line])
    text = TextAreaField(
        lazy_gettext("What it says"), filters=[clean_text],
        description=lazy_gettext("Needed unless the body agrees. Without an answer: the reason for going on."),
    )  # fmt: skip

    @classmethod
    def offering(cls, *, closes: bool, sent: bool = True) -> "AnswerForm":
        """Only the head of the department is offered to go on without an answer."""
        form = cls() if sent else cls(formdata=None)
        offered = [answer for answer in Answer if closes or answer is not Answer.UNANSWERED]
        form.answer.choices = [(str(answer), gettext(answer.label)) for answer in offered]
        return form

    def said(self, file: Kept | None) -> Answered:
        return Answered(
            self.answer.data or "", self.text.data or "", self.paper.data or "", self.answered_on.data, file
        )


def tell(form: FlaskForm, error: Invalid) -> list[str]:
    told = [sentence(*one) for name, listed in error.problems.items() if name not in form._fields for one in listed]
    for name, listed in error.problems.items():
        if name in form._fields:
            form[name].errors = [sentence(*one) for one in listed]
    return told
