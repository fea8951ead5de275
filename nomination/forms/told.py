"""What a service found wrong, put at the fields of a form, beside what could not even be read there."""

from flask_wtf import FlaskForm

from nomination.hypermedia import sentence
from nomination.services.transaction import Invalid


def tell(form: FlaskForm, error: Invalid) -> list[str]:
    """Each problem at its field; a field that could not be read keeps that sentence alone. Answers the sentences that
    belong to no field of this form."""
    loose: list[str] = []
    for name, told in error.problems.items():
        sentences = [sentence(*one) for one in told]
        if name not in form:
            loose += sentences
        elif not form[name].errors:
            form[name].errors = sentences
    return loose
