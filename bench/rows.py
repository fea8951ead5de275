"""Any number of nominations in the shape that ten years of campaigns leave behind, with all that belongs to them."""

import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import text

from bench.frame import CAMPAIGNS, FILE, UNITS, Frame, cluster_of, officer_of, put
from nomination import clock
from nomination.extensions import db
from nomination.models import (
    CriterionAnswer,
    Evidence,
    Nomination,
    Submission,
)
from nomination.names import fold, match_key

FAMILY = ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý"]
FAMILY_WEIGHTS = [38, 12, 10, 7, 5, 5, 4, 3, 3, 3, 3, 3, 2, 2]
MIDDLE = ["Văn", "Thị", "Hữu", "Minh", "Thu", "Đức", "Ngọc", "Thanh", "Xuân", "Quang", "Hải", "Kim"]
GIVEN = [
    "An",
    "Bình",
    "Chi",
    "Dũng",
    "Giang",
    "Hà",
    "Hùng",
    "Khánh",
    "Lan",
    "Mai",
    "Nam",
    "Oanh",
    "Phúc",
    "Quỳnh",
    "Sơn",
    "Yến",
]
RARE = "Zim"
ENDED = ("awarded",) * 6 + ("declined",) * 3 + ("withdrawn",)
LIVE = (
    ("draft",) * 6 + ("unit_approval",) + ("cluster_review",) * 4 + ("department_vetting",) * 5 + ("supplement",)
    + ("council_review",) + ("minister_signoff",) * 2 + ("declined",)
)  # fmt: skip
UNPLEDGED = ("draft", "unit_approval")
DEPARTMENT_OFFICER = 2 * UNITS + 1
SEAL = "a" * 64
TOGETHER = 30
LETTER = 10
LINES = 500


@dataclass(frozen=True)
class Drawn:
    """One nomination as chance made it."""

    id: int
    campaign: int
    unit: int
    kind: str
    award: str
    name: str
    state: str
    received: bool
    at: datetime


def propose(number: int, frame: Frame) -> list[Drawn]:
    """`number` nominations over the years; the newest campaign is under way, the others have ended."""
    chance = random.Random(number)
    drawn = [_drawn(n, number, frame, chance) for n in range(1, number + 1)]
    letters = _letters(drawn)
    put(Nomination, (_row(one, letters, frame) for one in drawn))
    _answers(frame)
    db.session.commit()
    return drawn


def _drawn(n: int, number: int, frame: Frame, chance: random.Random) -> Drawn:
    campaign = min((n - 1) * CAMPAIGNS // number + 1, CAMPAIGNS)
    award, kind = chance.choice(frame.awards)
    state = chance.choice(LIVE if campaign == CAMPAIGNS else ENDED)
    unit = 1 if chance.random() < 1 / 8 else chance.randint(1, UNITS)
    at = clock.now() - timedelta(days=365 * (CAMPAIGNS - campaign) + 30, seconds=number - n)
    return Drawn(n, campaign, unit, kind, award, _name(n, number, chance), state, chance.random() < 0.6, at)


def _name(n: int, number: int, chance: random.Random) -> str:
    """Family names as common as in life. A rare name stands a few times among the oldest, whatever the number."""
    given = RARE if n % max(number // 10, 1) == 7 else chance.choice(GIVEN)
    middle = " ".join(chance.sample(MIDDLE, 2))
    return f"{chance.choices(FAMILY, FAMILY_WEIGHTS)[0]} {middle} {given}"


def code_of(one: Drawn, frame: Frame) -> str:
    return f"{frame.codes[one.campaign - 1]}-{one.id:06d}"


def _row(one: Drawn, letters: dict[int, int], frame: Frame) -> dict[str, Any]:
    code, given = code_of(one, frame), one.state not in UNPLEDGED
    in_vetting = one.received and one.state not in (*UNPLEDGED, "cluster_review")
    return {
        "id": one.id, "code": code, "campaign_id": one.campaign, "campaign_version_id": one.campaign,
        "unit_id": one.unit, "cluster_id": cluster_of(one.unit), "kind": one.kind, "award": one.award,
        "nominee_name": one.name, "nominee_fold": fold(one.name), "nominee_key": match_key(one.name),
        "nominee_title": "", "nominee_post": "Chuyên viên", "nominee_place": "", "class_code": "",
        "summary": "Hoàn thành xuất sắc nhiệm vụ. " * 10, "citation": "Đã có.",
        "match_note": "", "state": "draft", "state_since": one.at, "steps": 0, "version": 1,
        "author_id": officer_of(one.unit), "submission_id": letters.get(one.id),
        "pledged_hash": SEAL if given else None,
        "received_at": one.at if in_vetting else None, "received_by_id": DEPARTMENT_OFFICER if in_vetting else None,
        "officer_id": DEPARTMENT_OFFICER if in_vetting else None, "ruleset": None,
        "search": fold(f"{one.name} Vụ {one.unit} {code}"),
    }  # fmt: skip


def grouped(drawn: list[Drawn], size: int, *, by_unit: bool) -> Iterator[tuple[int, list[Drawn]]]:
    """Groups of at most `size` of one campaign and one unit or cluster, numbered in the order of the campaigns."""
    apart: dict[tuple[int, int], list[Drawn]] = defaultdict(list)
    for one in drawn:
        apart[one.campaign, one.unit if by_unit else cluster_of(one.unit)].append(one)
    found = [listed[n : n + size] for _, listed in sorted(apart.items()) for n in range(0, len(listed), size)]
    return enumerate(found, start=1)


def _letters(drawn: list[Drawn]) -> dict[int, int]:
    groups = list(grouped([one for one in drawn if one.state not in UNPLEDGED], LETTER, by_unit=True))
    put(Submission, ({
        "id": n, "code": f"letter-{n}", "campaign_id": group[0].campaign, "unit_id": group[0].unit, "paper_number": "",
        "chair": "Người", "members": 9, "present": 9, "conclusion": "", "minutes_sha256": FILE, "minutes_name": "b.pdf",
        "met_on": group[0].at.date(), "created_by_id": officer_of(group[0].unit), "created_at": group[0].at,
        "sent_by_id": officer_of(group[0].unit) + 1, "sent_at": group[0].at, "version": 1,
    } for n, group in groups))  # fmt: skip
    return {one.id: n for n, group in groups for one in group}


def _answers(frame: Frame) -> None:
    """Every criterion answered, with a file beside the first."""
    for criterion in frame.criteria:
        execute(
            f"INSERT INTO {CriterionAnswer.__tablename__} (nomination_id, criterion, narrative, figures, affirmed) "
            "SELECT id, :criterion, :told, '[]', '[]' FROM nomination",
            criterion=criterion, told="Đã làm được nhiều việc. " * 5,
        )  # fmt: skip
    execute(
        f"INSERT INTO {Evidence.__tablename__} (nomination_id, criterion, sha256, name, added_by_id, added_at) "
        "SELECT id, :criterion, :file, 'minh-chung.pdf', author_id, state_since FROM nomination",
        criterion=frame.criteria[0], file=FILE,
    )  # fmt: skip


def execute(statement: str, **given: str) -> None:
    db.session.execute(text(statement), given)
