"""Days and moments are typed as people here write them; a browser's own form is read as well, and nothing else is."""

from datetime import date, datetime

import pytest
from flask import Flask
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict

from nomination.forms.days import Day, Moment


class Both(FlaskForm):
    class Meta:
        csrf = False

    day = Day("day")
    moment = Moment("moment")


@pytest.mark.parametrize(
    ("day", "moment"),
    [
        ("05/09/2020", "17:00, 05/09/2020"),
        ("5/9/2020", "05/09/2020 17:00"),
        (" 05-09-2020 ", "17:00 5/9/2020"),
        ("2020-09-05", "2020-09-05T17:00"),
    ],
)
def test_both_ways_of_writing_are_the_same_day(app: Flask, day: str, moment: str) -> None:
    with app.test_request_context():
        form = Both(MultiDict({"day": day, "moment": moment}))
        assert form.validate()
        assert (form.day.data, form.moment.data) == (date(2020, 9, 5), datetime(2020, 9, 5, 17, 0))


@pytest.mark.parametrize(("day", "moment"), [("09/25/2020", "17:00, 31/02/2020"), ("05/09/20", "25:00, 05/09/2020")])
def test_no_day_is_guessed_and_what_was_typed_stays(app: Flask, day: str, moment: str) -> None:
    with app.test_request_context():
        form = Both(MultiDict({"day": day, "moment": moment}))
        assert not form.validate()
        assert f'value="{day}"' in form.day()
        assert form.day.errors
        assert form.moment.errors


def test_a_stored_day_is_shown_day_first(app: Flask) -> None:
    with app.test_request_context():
        form = Both(data={"day": date(2020, 9, 5), "moment": datetime(2020, 9, 5, 17, 0)})
        assert 'value="05/09/2020"' in form.day()
        assert 'value="17:00, 05/09/2020"' in form.moment()
