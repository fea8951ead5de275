"""Builds the demonstration in an empty database: all of it in one transaction, through the same acts as people use."""

import json
import os
from collections.abc import Container, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from flask import current_app
from sqlalchemy import select, update

from demo import names
from demo.aftermath import plan_aftermath
from demo.agenda import Agenda
from demo.campaign import APPROVER, AUTHOR, content_for, launch_campaign, plan_draft
from demo.cases import deal
from demo.composition import plan_composition
from demo.conduct import plan_conduct
from demo.consultations import plan_consultation
from demo.councils import plan_councils
from demo.decisions import plan_decisions
from demo.earlier import plan_earlier
from demo.files import Files
from demo.organisation import create_organisation
from demo.paper_round import plan_paper_round
from demo.papers import plan_papers
from demo.people import create_people
from demo.responses import plan_questions, plan_reports, plan_responses
from demo.rounds import plan_clusters
from demo.scene import Scene, drawn
from demo.vetting import plan_vetting
from demo.writing import plan_writing
from nomination import clock
from nomination.campaigns import read_campaign
from nomination.extensions import db
from nomination.models import Audit, Campaign, Message, Person, Unit
from nomination.services.compacting import compact
from nomination.services.transaction import writing
from nomination.signing.specimen import make_specimens, settings_for

LAUNCHED, FIRST_PLAN, LAST_PLAN, DRAFTED = -150, -148, -135, -2
FIRST_REPORT, FIRST_QUESTION = -70, -50
COMPOSED, RECOMPOSED = -149, -75
CHEAP_CODES = 2**10
CODES = "demo_codes.json"


class NotEmpty(Exception):
    """The database holds something else, which the demonstration would drown."""


@dataclass(frozen=True)
class Built:
    """What was made, for a last line on the screen."""

    units: int
    people: int
    nominations: int


def build(today: date) -> Built:
    """Everything as it would stand on `today`; nothing at all when something goes wrong. Raises `NotEmpty`."""
    with writing(), cheap_codes():
        _refuse_occupied()
        _make_keys()
        scene = _scene(today)
        nominations = _carry_out(scene)
    compact()
    _keep_codes(scene)
    return Built(len(scene.organisation.units), len(scene.people), nominations)


def _refuse_occupied() -> None:
    for model in (Person, Unit, Campaign, Audit):
        if db.session.scalars(select(model.id).limit(1)).first() is not None:
            raise NotEmpty(model.__tablename__)


def _make_keys() -> None:
    """Where the configuration looks for them. Their own names say that what they sign has no legal value."""
    folder = Path(current_app.config["INSTANCE"]) / "signing"
    make_specimens(folder, password=current_app.config["DEMO_PASSWORD"], now=clock.now())
    current_app.config.update(settings_for(folder))


def _scene(today: date) -> Scene:
    organisation = create_organisation()
    people = create_people(organisation, names.people(drawn("people")), current_app.config["DEMO_PASSWORD"])
    rules = read_campaign(content_for(today), "demo")
    return Scene(Agenda(today), organisation, people, rules)


def _carry_out(scene: Scene) -> int:
    """Every kind of act is put on the agenda; then all of them happen, one after another."""
    actors = (scene.actor(AUTHOR), scene.actor(APPROVER))
    scene.agenda.on(LAUNCHED, launch_campaign, scene.agenda.today, *actors)
    taken, files = {person.full_name for person in scene.people.values()}, Files()
    plan_responses(scene, files, FIRST_PLAN, LAST_PLAN)
    plan_reports(scene, files, FIRST_REPORT)
    plan_questions(scene, FIRST_QUESTION)
    cases = deal(scene.organisation, nominees(taken))
    plan_writing(scene, files, cases)
    plan_clusters(scene, cases)
    plan_paper_round(scene, files, cases)
    plan_earlier(scene, LAST_PLAN, cases)
    plan_vetting(scene, files, cases)
    plan_conduct(scene, cases)
    plan_composition(scene, files, COMPOSED, RECOMPOSED)
    plan_consultation(scene, cases)
    plan_councils(scene, cases)
    plan_decisions(scene, cases)
    plan_papers(scene, cases)
    plan_aftermath(scene, cases)
    plan_draft(scene, DRAFTED)
    scene.agenda.carry_out()
    db.session.execute(update(Message).values(sent_at=Message.owed_at))  # what happened long ago was told long ago
    return len(cases)


def nominees(taken: Container[str]) -> Iterator[names.FullName]:
    """Names for nominees, none of them that of somebody who acts: nobody votes on himself by accident."""
    return (name for name in names.people(drawn("nominees")) if name.full not in taken)


@contextmanager
def cheap_codes() -> Iterator[None]:
    """Teller codes of the demonstration are printed for everybody, so nothing is gained by making a guess dear."""
    before = current_app.config.get("BOX_SCRYPT_N")
    current_app.config["BOX_SCRYPT_N"] = CHEAP_CODES
    try:
        yield
    finally:
        current_app.config.pop("BOX_SCRYPT_N")
        if before is not None:
            current_app.config["BOX_SCRYPT_N"] = before


def codes_file() -> Path:
    return Path(current_app.config["INSTANCE"]) / CODES


def _keep_codes(scene: Scene) -> None:
    """Beside the database, for its owner only: whoever has the codes opens the box."""
    path = codes_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as target:
        json.dump(scene.codes, target, ensure_ascii=False, indent=1)
