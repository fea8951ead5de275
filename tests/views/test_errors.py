"""Every refusal is a page, or a part of one, in the reader's language and with its status."""

import pytest
from flask_sqlalchemy.session import Session

from tests.support.client import CheckingClient
from tests.world import build, sign_in


def test_an_unknown_address_is_a_page(client: CheckingClient) -> None:
    page = client.get("/khong-co", status=404)
    assert "<h1>Không tìm thấy" in page.text


def test_and_a_part_of_a_page_for_htmx(client: CheckingClient) -> None:
    part = client.get("/khong-co", status=404, hx=True)
    assert part.text.lstrip().startswith('<div id="errors-problem"')
    assert "<html" not in part.text


def test_a_wrong_token_is_419_and_changes_nothing(client: CheckingClient, session: Session) -> None:
    client.post("/language", data={"language": "en"}, token=False, status=419)
    assert '<html lang="vi">' in client.get("/sign-in").text


def test_a_wrong_method_is_405(client: CheckingClient) -> None:
    client.post("/process", status=405)


@pytest.mark.parametrize("path", ["/campaigns/dac-biet-2020/plan"])
def test_a_role_that_may_not_is_403(client: CheckingClient, session: Session, path: str) -> None:
    sign_in(client, build(), "minister")
    assert "<h1>" in client.get(path, status=403).text


def test_whoever_is_signed_out_is_led_to_sign_in(client: CheckingClient, session: Session) -> None:
    assert client.get("/", status=303).location.startswith("/sign-in")
