"""One secret round from its preparation to its count, by the acts of its leader, tellers and voters."""

from dataclasses import dataclass, field
from datetime import datetime

from demo.cases import Case
from demo.fates import Fate
from demo.scene import Scene
from nomination.box.codes import new_receipt
from nomination.models import Person, Round
from nomination.queries.rounds import Found, gather
from nomination.services.ballots import cast_ballot
from nomination.services.closing import close
from nomination.services.counting import agree, count_box
from nomination.services.keys import confirm_code, take_code
from nomination.services.opening import open_round
from nomination.services.rehearsal import rehearse
from nomination.services.rounds import Draft, prepare
from workflow.ballot import Choice

AGENDAS = {
    "cluster": "1. Thông báo thành phần, thể lệ bỏ phiếu\n2. Các đơn vị báo cáo tóm tắt thành tích\n3. Trao đổi, thống "
    "nhất các hồ sơ đưa ra bỏ phiếu\n4. Bỏ phiếu kín\n5. Kiểm phiếu, thông qua biên bản",
    "council": "1. Cơ quan thường trực báo cáo kết quả thẩm định\n2. Hội đồng thảo luận từng hồ sơ\n3. Bỏ phiếu kín\n"
    "4. Kiểm phiếu, kết luận của Chủ tịch Hội đồng",
}


@dataclass(frozen=True)
class Dates:
    """Working days before today. A round that is still under way has no `closed`; `until` says when it ends."""

    prepared: int
    opened: int = 0
    closed: int = 0
    counted: int = 0
    until: datetime | None = None
    opens: datetime | None = None


@dataclass
class Vote:
    """A round with what only people hold. `absent`: how many do not vote. `chair`: who agrees after the count."""

    body: str
    title: str
    leader: str
    cases: list[Case]
    tellers: list[str]
    dates: Dates
    absent: int = 0
    chair: str | None = None
    code: str = ""
    codes: dict[str, str] = field(default_factory=dict)

    def found(self) -> Found:
        return gather(Round.code == self.code)


def plan_vote(scene: Scene, vote: Vote) -> None:
    """As far as its dates go: some rounds are still being prepared, open, or closed and not yet counted."""
    agenda, dates = scene.agenda, vote.dates
    agenda.on(dates.prepared, _prepare, scene, vote)
    keyed = vote.tellers if dates.opened else vote.tellers[:1]
    for teller in keyed:
        agenda.on(dates.prepared, _take_code, scene, vote, teller)
    if not dates.opened:
        return
    agenda.on(dates.opened, _open, scene, vote)
    if dates.closed:
        agenda.on(dates.closed, _close, scene, vote)
    if dates.counted:
        agenda.on(dates.counted, _count, scene, vote)
        if vote.chair:
            agenda.on(dates.counted + 1, _agree, scene, vote)


def _prepare(scene: Scene, vote: Vote) -> None:
    dates = vote.dates
    opens = dates.opens or scene.agenda.moment(dates.opened)
    closes = dates.until or scene.agenda.moment(dates.closed)
    draft = Draft(
        title=vote.title, nominations=tuple(case.code for case in vote.cases), opens_at=opens, closes_at=closes,
        tellers=tuple(scene.people[name].id for name in vote.tellers), agenda=AGENDAS[vote.body],
    )  # fmt: skip
    vote.code = prepare(scene.actor(vote.leader), scene.campaign, vote.body, draft).code
    scene.forget_roles()


def _take_code(scene: Scene, vote: Vote, teller: str) -> None:
    """Each takes his own code and types it back. Codes of rounds that can still be counted are kept to be printed."""
    actor = scene.actor(teller)
    vote.codes[teller] = take_code(actor, vote.code)
    confirm_code(actor, vote.code, vote.codes[teller])
    if not vote.dates.counted:
        scene.codes.setdefault(vote.code, {})[teller] = vote.codes[teller]


def _open(scene: Scene, vote: Vote) -> None:
    """From now on ballots come in, on the days until the box closes (or until yesterday)."""
    leader = scene.actor(vote.leader)
    rehearse(leader, vote.code, dict.fromkeys((line.question.n for line in vote.found().lines), Choice.YES))
    open_round(leader, vote.code)
    last = (vote.dates.closed or 0) - 1
    usernames = {person.id: username for username, person in scene.people.items()}
    voting = _able(vote.found())
    voting = voting[: len(voting) - vote.absent]
    for n, person in enumerate(voting):
        day = min(vote.dates.opened + 1 + n % 2, last)
        scene.agenda.on(day, _cast, scene, vote, usernames[person.id], [one.id for one in voting])


def _able(found: Found) -> list[Person]:
    return [voter.person for voter in found.voters if len(voter.recused) < len(found.lines)]


def _cast(scene: Scene, vote: Vote, username: str, voting: list[int]) -> None:
    found, me = vote.found(), scene.people[username].id
    aside = {voter.person_id: voter.recused for voter in found.voters}
    fates = {case.code: case for case in vote.cases}
    choices = {}
    for line in found.lines:
        code = line.nomination.code
        if code not in aside[me]:
            able = [person for person in voting if code not in aside[person]]
            place = (able.index(me) + line.question.n * 3) % len(able)
            choices[line.question.n] = _choice(vote.body, fates[code], place, line.question.eligible, len(able))
    cast_ballot(scene.actor(username), vote.code, new_receipt(), choices)


def _choice(body: str, case: Case, place: int, eligible: int, voting: int) -> Choice:
    """`place` of the voter among those who vote on this case: the first ones say no, the next may abstain."""
    against = _against_council(case) if body == "council" else _against_cluster(case, eligible, voting)
    if place < against:
        return Choice.NO
    abstains = case.n % 4 == 0 and against == 0 and body != "council"
    return Choice.ABSTAIN if abstains and place == against else Choice.YES


def _against_cluster(case: Case, eligible: int, voting: int) -> int:
    """Just as many that half of all, or fewer, are left in favour: more than half is asked."""
    if case.fate is Fate.TIED:
        return voting - eligible // 2
    return voting - (eligible - 1) // 2 + case.n % 2 if case.fate is Fate.VOTED_DOWN else 0


def _against_council(case: Case) -> int:
    """Of 17 members 15 are too few for nine in ten, 16 are enough."""
    return {Fate.COUNCIL_REFUSED: 2, Fate.NARROWLY_PUBLISHED: 1}.get(case.fate, 0)


def _close(scene: Scene, vote: Vote) -> None:
    close(scene.actor(vote.leader), vote.code)


def _count(scene: Scene, vote: Vote) -> None:
    numbers = {teller.person_id: teller.n for teller in vote.found().tellers}
    typed = {numbers[scene.people[name].id]: code for name, code in vote.codes.items()}
    left = count_box(scene.actor(vote.tellers[0]), vote.code, typed)
    stuck = [one.line.nomination.code for one in left]
    if stuck and vote.body == "cluster":
        raise ValueError(f"{vote.code}: the result does not move {stuck}")


def _agree(scene: Scene, vote: Vote) -> None:
    if vote.chair and agree(scene.actor(vote.chair), vote.code):
        raise ValueError(f"{vote.code}: the chair's agreement does not move everything")
