"""What sign-in sends, and which addresses it may lead back to."""

from urllib.parse import urlsplit

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired, Length

NAME_MAX = 80
PASSWORD_MAX = 200


class SignInForm(FlaskForm):
    """Lengths are bounded so that nobody makes the password check work on megabytes."""

    username = StringField(
        lazy_gettext("Username"),
        validators=[
            InputRequired(lazy_gettext("Enter the username.")),
            Length(max=NAME_MAX, message=lazy_gettext("This is too long.")),
        ],
    )
    password = PasswordField(
        lazy_gettext("Password"),
        validators=[
            InputRequired(lazy_gettext("Enter the password.")),
            Length(max=PASSWORD_MAX, message=lazy_gettext("This is too long.")),
        ],
    )
    next = HiddenField()


def local_path(wanted: str | None) -> str:
    """`wanted` when it is a path of this very site, else the front page. Browsers drop control characters and read
    a backslash as a slash, so both are refused rather than guessed at."""
    if not wanted or not wanted.startswith("/") or wanted.startswith("//"):
        return "/"
    if "\\" in wanted or any(letter.isspace() or not letter.isprintable() for letter in wanted):
        return "/"
    try:
        parts = urlsplit(wanted)
    except ValueError:
        return "/"
    return "/" if parts.scheme or parts.netloc else wanted
