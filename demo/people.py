"""The fictional people of the demonstration with their accounts and roles. They share one password, which is public."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from demo.names import FullName
from demo.organisation import Organisation
from demo.posts import HEADS, WORKERS
from nomination.extensions import db
from nomination.identity import HASHER
from nomination.models import Account, Person, RoleAssignment, Unit
from nomination.names import sort_key
from workflow.vocabulary import Role

DEPARTMENT = "vu-tdkttt"
OFFICERS = 4
COUNCIL = 17
GROUND = "Dữ liệu minh họa"
FICTIONAL = "(nhân vật hư cấu)"
OFFICES = (
    "Chủ tịch Hội đồng", f"Thứ trưởng {FICTIONAL}", f"Lãnh đạo cơ quan thường trực {FICTIONAL}",
    f"Thứ trưởng {FICTIONAL}",
)  # fmt: skip
MEMBERS = ("Lãnh đạo Vụ", "Lãnh đạo Cục", "Lãnh đạo Tổng cục", "Đại diện Công đoàn Bộ")
NOWHERE = "minh-hoa.invalid"
"""No such domain can exist (RFC 2606)."""

HEAD, DEPUTY, MINISTER, CLERK = "vu.truong", "vu.photruong", "botruong", "vanthu"
SECRETARY, CHAIR, AUDITOR, ADMINISTRATOR = "thukyhoidong", "hoidong01", "giamsat", "quantri"


def head_of(unit: str) -> str:
    return f"thutruong.{unit}"


def officer_of(unit: str) -> str:
    return f"donvi.{unit}"


def councillor(n: int) -> str:
    """The members of the council with a vote, from 1; the first is its chair."""
    return f"hoidong{n:02d}"


def department_officer(n: int) -> str:
    """The officers of the department, from 1."""
    return f"vu.chuyenvien{n}"


@dataclass
class People:
    """Appoints people under usernames. Everybody has the same password, so it is hashed once."""

    names: Iterator[FullName]
    password_hash: str
    since: date
    by_username: dict[str, Person] = field(default_factory=dict)

    def appoint(self, username: str, post: str, role: Role, unit: Unit | None = None, *, chair: bool = False) -> None:
        full_name = next(self.names).full
        person = Person(full_name=full_name, sort_key=sort_key(full_name), post=post, fictional=True)
        account = Account(
            person=person, username=username, password_hash=self.password_hash, demo=True, locale="vi",
            email=f"{username}@{NOWHERE}",
        )  # fmt: skip
        db.session.add(account)
        db.session.flush()
        self.by_username[username] = person
        db.session.add(
            RoleAssignment(
                person_id=person.id, role=role.value, unit_id=unit.id if unit else None, chair=chair,
                valid_from=self.since, ground=GROUND,
            )
        )  # fmt: skip


def create_people(organisation: Organisation, names: Iterator[FullName], password: str) -> dict[str, Person]:
    """Everybody who takes part, by username."""
    people = People(names, HASHER.hash(password), organisation.since)
    for group in organisation.groups.values():
        for code in group.members:
            _of_unit(people, organisation.units[code])
    _of_department(people)
    _of_council(people)
    people.appoint(MINISTER, "Bộ trưởng (nhân vật hư cấu)", Role.MINISTER)
    people.appoint(CLERK, "Văn thư Bộ", Role.REGISTRY_CLERK)
    people.appoint(AUDITOR, "Chuyên viên giám sát", Role.AUDITOR)
    people.appoint(ADMINISTRATOR, "Quản trị hệ thống", Role.ADMINISTRATOR)
    db.session.flush()
    return people.by_username


def _of_unit(people: People, unit: Unit) -> None:
    """The department is itself a member of a block; there its deputy speaks for it, so that its head can vet."""
    head, deputy = HEADS[unit.kind]
    people.appoint(head_of(unit.code), deputy if unit.code == DEPARTMENT else head, Role.UNIT_HEAD, unit)
    people.appoint(officer_of(unit.code), WORKERS[unit.kind][0], Role.UNIT_OFFICER, unit)


def _of_department(people: People) -> None:
    people.appoint(HEAD, "Vụ trưởng", Role.DEPARTMENT_HEAD)
    people.appoint(DEPUTY, "Phó Vụ trưởng", Role.DEPARTMENT_HEAD)
    for n in range(1, OFFICERS + 1):
        people.appoint(department_officer(n), "Chuyên viên", Role.DEPARTMENT_OFFICER)


def _of_council(people: People) -> None:
    people.appoint(SECRETARY, "Thư ký Hội đồng", Role.COUNCIL_SECRETARY)
    for n in range(1, COUNCIL + 1):
        post = OFFICES[n - 1] if n <= len(OFFICES) else MEMBERS[n % len(MEMBERS)]
        people.appoint(councillor(n), post, Role.COUNCIL_MEMBER, chair=n == 1)
