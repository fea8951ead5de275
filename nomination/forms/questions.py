"""A question to the department, and its answer."""

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import InputRequired

from nomination.forms.text import clean_line, clean_text

NEEDED = InputRequired(lazy_gettext("This is needed."))


class QuestionForm(FlaskForm):
    subject = StringField(
        lazy_gettext("Subject of the question"), filters=[clean_line], validators=[NEEDED],
        description=lazy_gettext("In a few words, so that it is found again."),
    )  # fmt: skip
    body = TextAreaField(
        lazy_gettext("Difficulty or question"), filters=[clean_text], validators=[NEEDED],
        description=lazy_gettext("If the department shares it, other units read this text without the unit's name."),
    )  # fmt: skip


class AnswerForm(FlaskForm):
    answer = TextAreaField(
        lazy_gettext("Answer"), filters=[clean_text], validators=[NEEDED],
        description=lazy_gettext("An answer is given once and cannot be changed afterwards."),
    )  # fmt: skip
    shared = BooleanField(lazy_gettext("Show the question and the answer to all units of the campaign"))
