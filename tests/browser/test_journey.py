"""One award from the draft to the public register, by everybody who has a part in it, in a real Chromium."""

import pytest

from tests.browser.stage import Stage
from tests.browser.way import Way, go_all_the_way

# One engine: a browser sees nothing of it, and every service and page is tested on the other one too.
pytestmark = [pytest.mark.browser, pytest.mark.engine("sqlite")]


def test_an_award_goes_all_the_way(stage: Stage) -> None:
    title = "Phong trào thi đua đặc biệt năm 2020"
    go_all_the_way(Way(stage, "dac-biet-2020", title, 7, ("c2", "c4"), too_few="18", enough="19", told="90 %"))
    assert stage.unseen() == set()
