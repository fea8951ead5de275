"""Decisions of the small world, taken along their course by the real acts."""

from datetime import date

from nomination import clock
from nomination.extensions import db
from nomination.files import store
from nomination.models import Decision, DecisionFile, Nomination, StoredFile
from nomination.services import decisions as acts
from nomination.services import freezing, publishing, signatures
from nomination.services.evidence import Kept
from nomination.services.publishing import propose_revocation, publish
from tests.world import World, draft
from tests.world_steps import at_signoff
from workflow.dossier import Actor, NomineeKind
from workflow.machine import Given

TITLE = "Về việc khen thưởng phong trào thi đua"
NUMBER = "15/QĐ-THU"


def waiting(world: World, unit: str = "alpha", name: str = "Nguyễn Thị Hoa", *, collective: bool = False) -> Nomination:
    """A nomination that lies at the minister's desk."""
    kind = NomineeKind.COLLECTIVE if collective else NomineeKind.INDIVIDUAL
    return at_signoff(world, draft(world, unit, name, kind=kind))


def by(world: World, name: str) -> Given:
    """The full name of `name`, typed, with a reason."""
    return Given(reason="Cần xem lại.", confirmation=world.people[name].full_name)


def prepared(world: World, *nominations: Nomination) -> Decision:
    code = acts.prepare(world.actor("officer"), world.campaign.code, TITLE, [one.code for one in nominations])
    return decision(code)


def decision(code: str) -> Decision:
    return db.session.query(Decision).filter_by(code=code).one()


def frozen(world: World, *nominations: Nomination) -> Decision:
    made = prepared(world, *nominations)
    freezing.freeze(world.actor("department_head"), made.code)
    return made


def signed(world: World, *nominations: Nomination) -> Decision:
    return sign(world, frozen(world, *nominations))


def sign(world: World, made: Decision, name: str = "minister") -> Decision:
    signatures.sign(world.actor(name), made.code, seen=made.digest or "", given=by(world, name))
    return made


def pdf_of(made: Decision, kind: str = "frozen_pdf") -> bytes:
    row = db.session.query(DecisionFile).filter_by(decision_id=made.id, kind=kind).one()
    return b"".join(store().read(row.sha256))


def scan(code: str) -> Kept:
    """The scan of the signed paper: in the small world the frozen file itself, as if it had been printed and signed."""
    row = db.session.query(DecisionFile).filter_by(decision_id=decision(code).id, kind="frozen_pdf").one()
    file = db.session.get_one(StoredFile, row.sha256)
    return Kept(file.sha256, file.size, file.media_type, "ban-ky.pdf")


def issue(actor: Actor, code: str, *, number: str, dated: date | None, version: int | None = None) -> None:
    publishing.issue(actor, code, number=number, dated=dated, version=version, scan=scan(code))


def issued(world: World, *nominations: Nomination, number: str = NUMBER, dated: date | None = None) -> Decision:
    made = signed(world, *nominations)
    issue(world.actor("clerk"), made.code, number=number, dated=dated or clock.today())
    return made


def published(world: World, *nominations: Nomination, number: str = NUMBER) -> Decision:
    made = issued(world, *nominations, number=number)
    publish(world.actor("department_head"), made.code, by(world, "department_head"))
    return made


def revocation(world: World, nomination: Nomination, starter: str = "officer") -> Decision:
    """A drafted revocation of the published award of `nomination`."""
    code = propose_revocation(
        world.actor(starter), nomination.code, title="Về việc hủy bỏ khen thưởng",
        reason="Kê khai không đúng thành tích", paper="Kết luận thanh tra số 12/KL-TTr",
    )  # fmt: skip
    return decision(code)
