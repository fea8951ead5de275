"""The frames of the blank as they are typed: millimetres with at most one decimal, written 98,5 or 98.5."""

import re
from collections.abc import Mapping

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import Form, FormField, StringField
from wtforms.validators import ValidationError

from nomination.forms.text import clean_line
from nomination.hypermedia import sentence
from nomination.papers.certificate import FIELDS, Frame
from nomination.services.transaction import Invalid

MILLIMETRES = re.compile(r"\d{1,3}([.,]\d)?", re.ASCII)
POINTS = re.compile(r"\d{1,2}", re.ASCII)


def millimetres(_form: Form, field: StringField) -> None:
    if not MILLIMETRES.fullmatch(field.data or ""):
        raise ValidationError(lazy_gettext("Enter millimetres, such as 98,5."))


def points(_form: Form, field: StringField) -> None:
    if not POINTS.fullmatch(field.data or ""):
        raise ValidationError(lazy_gettext("Enter a whole number of points, such as 16."))


class FrameForm(Form):
    left = StringField(lazy_gettext("From the left"), [millimetres], filters=[clean_line])
    top = StringField(lazy_gettext("From the top"), [millimetres], filters=[clean_line])
    width = StringField(lazy_gettext("Width"), [millimetres], filters=[clean_line])
    height = StringField(lazy_gettext("Height"), [millimetres], filters=[clean_line])
    size = StringField(lazy_gettext("Size of letters"), [points], filters=[clean_line])

    def frame(self) -> Frame:
        sides = [float(one.data.replace(",", ".")) for one in (self.left, self.top, self.width, self.height)]
        return Frame(*sides, size=int(self.size.data))


class StockForm(FlaskForm):
    name = FormField(FrameForm, lazy_gettext("Name"))
    place = FormField(FrameForm, lazy_gettext("Unit"))
    citation = FormField(FrameForm, lazy_gettext("Achievement"))
    decision = FormField(FrameForm, lazy_gettext("Number and day of the decision"))
    ordinal = FormField(FrameForm, lazy_gettext("Golden book number"))
    day = FormField(FrameForm, lazy_gettext("Place and day"))
    signer = FormField(FrameForm, lazy_gettext("Name of the signer"))
    qr = FormField(FrameForm, lazy_gettext("Code to scan"))

    @classmethod
    def showing(cls, frames: Mapping[str, Frame]) -> "StockForm":
        """What was typed, else the frames as they are."""
        told = {
            field: {side: _written(getattr(frame, side)) for side in ("left", "top", "width", "height", "size")}
            for field, frame in frames.items()
        }
        return cls(data=told)

    def frames(self) -> dict[str, Frame]:
        return {field: self[field].form.frame() for field in FIELDS}

    def tell(self, error: Invalid) -> None:
        for field, told in error.problems.items():
            self[field].form.left.errors = [sentence(*one) for one in told]


def _written(side: float) -> str:
    return f"{side:g}".replace(".", ",")
