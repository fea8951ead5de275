"""The small world with a thing of every kind in it: nominations in every stage, rounds, decisions, an award."""

import io
from dataclasses import dataclass
from datetime import date, timedelta

from flask import Flask
from sqlalchemy import select

from nomination import clock
from nomination.extensions import db
from nomination.files import store
from nomination.models import (
    ConductEntry,
    Consultation,
    Evidence,
    MidtermReport,
    Nomination,
    OpinionLetter,
    RegisterEntry,
    RoundPaper,
    Scoring,
    ScoringLine,
    StoredFile,
    Submission,
    UnitPlan,
)
from nomination.opening import Opened
from nomination.papers.kinds import Form, PaperKind, Subject
from nomination.previews import keep_thumbnail
from nomination.queries.papers.offered import offer
from nomination.services import consultations, opinions, questions
from nomination.services.campaign_drafts import begin_version
from nomination.services.complaints import Received, record_complaint
from nomination.services.conduct import Recording, record_entry
from nomination.services.council import enter_composition
from nomination.services.evidence import Kept
from nomination.services.papers import About, keep
from nomination.services.past_awards import Line, Paper, import_decision
from nomination.services.round_papers import add_paper
from tests import world_decisions as decisions
from tests import world_rounds as rounds
from tests.support.client import CheckingClient
from tests.world import SINCE, World, appoint, attach, build, draft, sign_in, stored
from tests.world_aftermath import awards, revoke
from tests.world_council import a_composition
from tests.world_steps import act, assessed, endorsed, submitted
from workflow.criteria import Measure
from workflow.dossier import NomineeKind
from workflow.vocabulary import Role, Trigger

COLLECTIVE = NomineeKind.COLLECTIVE


@dataclass(frozen=True)
class Place:
    """The small world with a thing of every kind in it, and where each route of the table leads."""

    app: Flask
    world: World
    nominations: dict[str, Nomination]
    codes: dict[tuple[str, str], str]

    def browser(self) -> CheckingClient:
        return CheckingClient(self.app, self.app.response_class)

    def as_(self, name: str | None) -> CheckingClient:
        browser = self.browser()
        if name is not None:
            sign_in(browser, self.world, name)
        return browser

    def address(self, route: str, which: str = "") -> str:
        """`which` picks the thing; where the table names none, the only one there is."""
        noun = route.split("/")[1]
        route = route.replace("<name>/<int(max=999):entry>", "criteria/1").replace("<name>", "identity")
        route = route.replace("<int(max=9999):number>", "1").replace("<int(max=9999):n>", "1")
        route = route.replace("<any(scan,leave):which>", "scan")
        path = route.replace("<campaign>", self.world.campaign.code).replace("<path:filename>", "mark.svg")
        path = (
            path.replace("<what>", "money")
            .replace("<form>", "0603")
            .replace("<record>", self.codes.get(("histories", ""), ""))
            .replace("<unit>", "alpha")
            .replace("<criterion>", self.world.rules.criteria[0].code)
        )
        path = path.replace("<measure>", next(c.code for c in self.world.rules.criteria if isinstance(c.kind, Measure)))
        asked = self.codes.get(("questions", which or "open"), "")
        path = path.replace("<int(max=2147483647):question_id>", asked)
        if noun == "nominations":
            nomination = self.nominations[which or "draft"]
            file = select(Evidence.id).where(Evidence.nomination_id == nomination.id).limit(1)
            path = path.replace("<int(max=2147483647):evidence_id>", str(db.session.scalar(file)))
            path = path.replace("<int(max=2000):number>", "1")
            return path.replace("<code>", nomination.code)
        path = path.replace("<int(max=2147483647):delegation_id>", "1")
        path = path.replace("<int(max=2147483647):feedback_id>", "1")
        path = path.replace("<int(max=2147483647):paper_id>", str(db.session.scalar(select(RoundPaper.id).limit(1))))
        shown = select(Consultation.id).limit(1)
        path = path.replace("<int(max=2147483647):consultation_id>", str(db.session.scalar(shown)))
        path = path.replace(
            "<int(max=2147483647):letter_id>", str(db.session.scalar(select(OpinionLetter.id).limit(1)))
        )
        path = path.replace("<int(max=2147483647):entry_id>", str(db.session.scalar(select(ConductEntry.id).limit(1))))
        if noun == "papers":
            of = self.codes.get(("papers", which or "submission"), "")
            path = path.replace("<subject>/<code>", of).replace("<kind>/<form>", "letter/pdf")
            return path.replace("<int(max=2147483647):number>", self.codes["papers", "kept"])
        path = path.replace("/files/<kind>", "/files/frozen_pdf").replace("<int(max=2000):number>", "1")
        inside = {"drafting": "minister_signoff", "published": "awarded"} if noun == "decisions" else {}
        path = path.replace("<nomination>", self.nominations[inside.get(which, "cluster_review")].code)
        first = next((code for (of, _), code in self.codes.items() if of == noun), "")
        for key in ("decision_id", "complaint_id", "composition_id"):
            path = path.replace(f"<int(max=2147483647):{key}>", first)
        return path.replace("<code>", self.codes.get((noun, which), first))


def furnished(app: Flask) -> Place:
    """Two people more: an officer who is no teller and has none of these cases, and a clerk who is no teller."""
    world = build()
    appoint(world, "reader", "Lê Minh Châu", Role.DEPARTMENT_OFFICER)
    appoint(world, "registrar", "Bùi Thị Hằng", Role.REGISTRY_CLERK)
    nominations, codes = {"draft": draft(world, name="Nguyễn Thị Nháp")}, {}
    attach(nominations["draft"], "c2", "minh-chung.pdf")
    nominations["cluster_review"], codes["rounds", "open"] = _being_voted_on(world)
    nominations["department_vetting"] = vetted = _assessed(world, "Lê Thị Thẩm")
    nominations["minister_signoff"] = signing = _cleared(world, _assessed(world, "Lê Thị Ký"))
    nominations["council_review"] = before = _cleared(world, _assessed(world, "Phòng Tổng hợp", COLLECTIVE))
    nominations["awarded"] = awarded = decisions.waiting(world, name="Đỗ Thị Khen")
    codes["rounds", "preparing"] = _being_prepared(world)
    codes["rounds", "counted"] = _counted(world)
    codes["rounds", "council"] = rounds.opened(world, before, body="council").code
    codes["decisions", "published"] = decisions.published(world, awarded).code
    codes["decisions", "drafting"] = decisions.prepared(world, signing).code
    codes |= _aftermath(world, codes["decisions", "published"])
    codes["conduct", ""] = nominations["department_vetting"].code
    record_entry(world.actor("officer"), Recording("incident", world.units["zeta"].id, "Sự cố.", "Số 1", SINCE))
    codes |= {
        ("rulesets", ""): world.version.ruleset,
        ("opinions", ""): _opinion(world, vetted),
        ("scorings", ""): _scored(world, nominations["cluster_review"]),
    }
    codes["campaign-drafts", ""] = begin_version(world.actor("officer"), world.campaign.code).campaign.code
    codes["council", ""] = _composition(world)
    codes["submissions", ""] = db.session.get_one(Submission, vetted.submission_id).code
    plan = db.session.scalars(select(UnitPlan).where(UnitPlan.unit_id == world.units["alpha"].id)).one()
    plan.launch_sha256, plan.launch_name = stored("ke-hoach-alpha.pdf"), "ke-hoach-alpha.pdf"
    _report(world)
    codes |= {("questions", which): _question(world, shared=which == "shared") for which in ("open", "shared")}
    _keep_bytes()
    codes |= _papers(world, codes, nominations["draft"])
    assert {state: one.state for state, one in nominations.items()} == {state: state for state in nominations}
    return Place(app, world, nominations, codes)


def _being_voted_on(world: World) -> tuple[Nomination, str]:
    nomination = draft(world, name="Trần Thị Bầu")
    return nomination, rounds.opened(world, submitted(world, nomination)).code


def _composition(world: World) -> str:
    """One that waits for its confirmation, with its paper."""
    kept = Kept(stored("hoi-dong.pdf"), 1, "application/pdf", "hoi-dong.pdf")
    store().put(io.BytesIO(kept.name.encode()))
    return str(enter_composition(world.actor("secretary"), a_composition(world, scan=kept)).id)


def _being_prepared(world: World) -> str:
    """With a paper, named by the hash of its name like every file here."""
    voting = rounds.prepared(world, submitted(world, draft(world, name="Trần Thị Chuẩn")))
    kept = Kept(stored("chuong-trinh.pdf"), 1, "application/pdf", "chuong-trinh.pdf")
    store().put(io.BytesIO(kept.name.encode()))
    add_paper(world.actor(rounds.LEADS["cluster"]), voting.code, kept)
    return voting.code


def _assessed(world: World, name: str, kind: NomineeKind = NomineeKind.INDIVIDUAL) -> Nomination:
    return assessed(world, endorsed(world, draft(world, name=name, kind=kind)))


def _cleared(world: World, nomination: Nomination) -> Nomination:
    act(world, "department_head", Trigger.CLEAR, nomination)
    return nomination


def _aftermath(world: World, published: str) -> dict[tuple[str, str], str]:
    """The award in the register, another that was taken back, and one of an earlier decision."""
    entry = db.session.scalars(select(RegisterEntry.code)).one()
    _, (revoked,) = awards(world, "Đỗ Thị Thu Hồi")
    revoke(world, revoked)
    past = str(_taken_over(world))
    received = Received(clock.today(), "Ông Nguyễn Văn Ý", "complaint", entry, "Đề nghị xem lại.")
    complaint = str(record_complaint(world.actor("officer"), received).id)
    nouns = {
        "bonuses": published,
        "register": entry,
        "recoveries": revoked,
        "handovers": entry,
        "histories": entry,
        "past-awards": past,
        "complaints": complaint,
    }
    return {(noun, ""): code for noun, code in nouns.items()}


def _taken_over(world: World) -> int:
    paper = Paper("1/QĐ-THU", date(2019, 12, 30), "Bộ thử nghiệm", "Về việc khen thưởng", "Bộ trưởng A")
    line = Line(2, NomineeKind.INDIVIDUAL, "Ngô Văn Xưa", "", "Bằng khen", 2019, "")
    return import_decision(world.actor("officer"), paper, [line]).id


def _counted(world: World) -> str:
    voting = rounds.opened(world, submitted(world, draft(world, name="Trần Thị Đếm")))
    rounds.all_vote(voting)
    rounds.counted(voting)
    return voting.code


def _papers(world: World, codes: dict[tuple[str, str], str], written: Nomination) -> dict[tuple[str, str], str]:
    """Where the papers of each thing are, and one letter that was made and kept."""
    letter = codes["submissions", ""]
    about = About(Subject.SUBMISSION, letter, PaperKind.LETTER)
    content = offer(world.actor("alpha_head"), "submission", letter, "letter").content()
    kept = keep(world.actor("alpha_head"), about, content, Form.DOCX)
    return {
        ("papers", "submission"): f"submission/{letter}", ("papers", "draft"): f"nomination/{written.code}",
        ("papers", "award"): f"award/{codes['register', '']}",
        ("papers", "counted"): f"round/{codes['rounds', 'counted']}",
        ("papers", "drafting"): f"decision/{codes['decisions', 'drafting']}",
        ("papers", "published"): f"decision/{codes['decisions', 'published']}", ("papers", "kept"): str(kept.id),
    }  # fmt: skip


def _scored(world: World, nomination: Nomination) -> str:
    """Under scoring, though its campaign votes: who may come in does not depend on that."""
    units = sorted(unit.id for code, unit in world.units.items() if code != "ministry")
    row = Scoring(
        code="cham-diem-thu", campaign_id=world.campaign.id, campaign_version_id=world.version.id, status="open",
        cluster_id=world.cluster.id, opened_at=clock.now(), opened_by_id=world.people["eta_head"].id,
        until=clock.now() + timedelta(days=1), expected=units, reason="",
    )  # fmt: skip
    row.lines = [ScoringLine(nomination_id=nomination.id, n=1, material_hash=str(nomination.pledged_hash))]
    db.session.add(row)
    db.session.commit()
    return row.code


def _report(world: World) -> None:
    """The mid-term report of the first unit, with its paper."""
    report = MidtermReport(
        campaign_id=world.campaign.id, unit_id=world.units["alpha"].id, as_of=date(2020, 6, 30), figures={},
        results="Kết quả.", recorded_by_id=world.people["alpha_officer"].id, recorded_at=clock.now(),
        paper_sha256=stored("so-ket-alpha.pdf"), paper_name="so-ket-alpha.pdf",
    )  # fmt: skip
    db.session.add(report)
    db.session.commit()


def _question(world: World, *, shared: bool) -> str:
    """A question of the first unit: not answered yet, or answered for all."""
    officer = world.actor("alpha_officer")
    row = questions.ask(officer, world.campaign.code, world.units["alpha"].id, subject="Mẫu biểu", body="Dùng mẫu nào?")
    if shared:
        questions.answer(world.actor("reader"), world.campaign.code, row.id, text="Mẫu kèm theo.", shared=True)
    return str(row.id)


def _opinion(world: World, nomination: Nomination) -> str:
    """An opinion that was asked about the nomination and came in, with its paper."""
    today = clock.today()
    letter = opinions.ask(
        world.actor("officer"), [nomination.code], opinions.Letter("Thanh tra Bộ", "Có đơn thư không?", today, today)
    )
    showing = consultations.Showing("Cổng thông tin điện tử", today, 1, "Vụ Thi đua")
    consultations.open_consultation(world.actor("officer"), [nomination.code], showing)
    said = opinions.Answered("agree", "", "Công văn số 9", today)
    opinions.record_answer(world.actor("officer"), letter.id, [nomination.code], said)
    letter.opinions[0].paper_sha256, letter.opinions[0].paper_name = stored("hiep-y-alpha.pdf"), "hiep-y-alpha.pdf"
    db.session.commit()
    return str(nomination.code)


def _keep_bytes() -> None:
    """The files of the small world are named by the hash of their names, so their names are what they hold."""
    papers = {f"{paper}-alpha.pdf" for paper in ("bien-ban", "hiep-y", "ke-hoach", "so-ket")}
    names = set(db.session.scalars(select(Evidence.name))) | papers
    for name in names:
        sha256, size = store().put(io.BytesIO(name.encode()))
        keep_thumbnail(sha256, Opened("", 1, 1, 1, b"RIFF"))
        db.session.get_one(StoredFile, sha256).size = size
    db.session.commit()
