"""How to sign in and try it: address, password, one account for each role with what waits there, tellers' codes."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from flask import current_app
from flask_babel import force_locale, gettext
from sqlalchemy import select

from demo.build import codes_file
from nomination.clock import VIETNAM
from nomination.extensions import db
from nomination.models import Account, Person, Round
from nomination.queries.account import demo_accounts
from nomination.queries.actor import actor_for
from nomination.queries.desk import desk_of

UNDER_WAY = ("preparing", "keyed", "open", "closed")


@dataclass(frozen=True)
class Shown:
    """One account of the table: as whom, under which name, and what waits on the desk."""

    role: str
    username: str
    waiting: str


def lines() -> Iterator[str]:
    """Everything that is printed. What waits is read from the desk itself, so that it stays true as work is done."""
    config = current_app.config
    yield f"Địa chỉ / Address:   {config['PUBLIC_URL']}"
    yield f"Mật khẩu / Password: {config['DEMO_PASSWORD']}  (chung cho mọi tài khoản dùng thử / for every account)"
    yield "Chữ ký số thử nghiệm mở bằng chính mật khẩu này. / The same password opens the test signature."
    yield ""
    with force_locale("vi"):
        accounts = [_shown(role, username) for role, username in story()]
    role, name = max(len(one.role) for one in accounts), max(len(one.username) for one in accounts)
    yield f"{'Vai trò':<{role}}  {'Tên đăng nhập':<{name}}  Việc đang chờ"
    yield from (f"{one.role:<{role}}  {one.username:<{name}}  {one.waiting}" for one in accounts)
    yield ""
    yield "Đơn vị khác / other units: donvi.<mã>, thutruong.<mã>; Hội đồng / council: hoidong01 - hoidong17"
    yield "Mọi nhân vật đều hư cấu. / All people are fictional."
    yield from _codes()


def story() -> list[tuple[str, str]]:
    """The accounts of the sign-in page: chosen there so that something waits for each."""
    with force_locale("vi"):
        return [(gettext(account.label), account.username) for account in demo_accounts()]


def _shown(role: str, username: str) -> Shown:
    person = db.session.scalars(select(Person).join(Account).where(Account.username == username)).one()
    desk = desk_of(actor_for(person))
    waiting = [f"{gettext(group.title)} ({group.figure})" for group in desk.groups]
    if desk.accounts:
        waiting.append(f"{desk.accounts[0]}/{desk.accounts[1]} tài khoản đang dùng")
    if desk.recent:
        waiting.append(f"nhật ký: {len(desk.recent)} việc gần nhất")
    return Shown(role, username, "; ".join(waiting) or "-")


def _codes() -> Iterator[str]:
    """The tellers' codes of the rounds that are not over. Real ones are never seen by anybody but their teller."""
    path = codes_file()
    if not path.exists():
        return
    kept = json.loads(path.read_text(encoding="utf-8"))
    query = select(Round).where(Round.code.in_(kept), Round.status.in_(UNDER_WAY)).order_by(Round.id)
    for vote in db.session.scalars(query):
        yield ""
        until = vote.closes_at.astimezone(VIETNAM)
        yield f"Mã kiểm phiếu / teller codes, {vote.code}: {vote.title} (đến {until:%d/%m/%Y %H:%M})"
        yield from (f"  {username:<24} {code}" for username, code in kept[vote.code].items())
