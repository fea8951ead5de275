"""The signature of a decision, whole and once: by a digital key on the frozen bytes, on the screen, or on paper.

Whoever has no key signs the printed paper; the registry enters its scan. Either the minister acts here himself and the
scan comes with the number, or he only signed the paper: then the registry enters it and the department confirms it, in
his name. Nothing is numbered without a signed file or a scan.
"""

from dataclasses import dataclass
from datetime import date

from flask import current_app
from sqlalchemy import select

from nomination import clock
from nomination.decisions import SHOWN, grouped
from nomination.extensions import db
from nomination.filetypes import PDF
from nomination.models import Person
from nomination.queries.decision_page import FIRES
from nomination.services.advance import advance_all
from nomination.services.decision_files import DAMAGED, content_of, keep, refer
from nomination.services.decisions import Opened, note, opened
from nomination.services.evidence import Kept
from nomination.services.transaction import Invalid, expect_version, writing
from nomination.services.unfreezing import drop
from nomination.signing.keys import MINISTER, CannotSign, Key, key_of
from nomination.signing.sign import Signing, certify
from nomination.signing.timestamps import stamper_of
from nomination.signing.verify import trusted_roots, verify
from workflow.decision import Act, Status, check
from workflow.dossier import Actor, Grant, Reason
from workflow.machine import Given, Refused, options
from workflow.vocabulary import Role
from workflow.words import N_, Word

UNVERIFIED = N_("The key signed, but the result does not verify: %(reason)s Nothing was kept as signed.")
OTHER_DIGEST = N_("These characters are not those of the frozen list. Compare the paper with the list on this page.")
NO_DAY, FUTURE = N_("Enter the day on the signed paper."), N_("The day on the paper lies in the future.")
PURPOSE = "Ký ban hành quyết định"


class LinesRefused(Refused):
    """Nothing was signed: at least one nomination cannot be. `against`: the reasons by nomination code."""

    def __init__(self, against: dict[str, list[Reason]]) -> None:
        super().__init__([reason for reasons in against.values() for reason in reasons])
        self.against = against


@dataclass(frozen=True)
class Scanned:
    """What the registry enters of a paper signed by hand. `digest` is typed off the paper."""

    kept: Kept
    signed_on: date | None
    digest: str


def signing_key() -> Key | None:
    return key_of(current_app.config, MINISTER)


def sign(actor: Actor, code: str, *, seen: str, given: Given, version: int | None = None, secret: str = "") -> None:
    """The whole decision or nothing of it. The same signature sent twice signs once, and both are answered alike.

    `secret` opens the configured key; without a key the signature is recorded, and the scan of the paper comes with the
    number. The key is used last: when it fails, everything before it is undone. Raises `CannotSign`, `LinesRefused`,
    `Refused`, `Stale`.
    """
    with writing():
        found = opened(actor, code)
        if _signed_already(found, actor, seen):
            return
        expect_version(found.row.version, version)
        step = check(found.paper.seen(seen), actor, Act.SIGN, given)
        _award(found, actor, given, seen)
        row = found.row
        row.status, row.signed_at, row.signed_by_id = Status.SIGNED.value, clock.now(), actor.person_id
        row.scan_by_id, row.paper_signed_on = None, None
        drop(row, "scan")
        key = signing_key()
        pdf = _certified(found, actor, key, secret) if key is not None else None
        note(actor, row, "sign", step.by, digest=row.digest, lines=len(found.lines), pdf=pdf)


def _award(found: Opened, actor: Actor, given: Given, seen: str) -> None:
    """What the signature does to every nomination, once it is certain that nothing stands against any of them."""
    trigger = FIRES.get(found.paper.kind)
    if trigger is None:
        return
    _refuse_lines(found, actor)
    words = Given(reason=found.row.reason, confirmation=given.confirmation)
    advance_all(actor, trigger, [found.loaded[line.nomination_id] for line in found.lines], given=words)


def _signed_already(found: Opened, actor: Actor, seen: str) -> bool:
    """The second click of one person on one paper: not an error, and not a second signature."""
    signed = found.paper.status in (Status.SIGNED, Status.ISSUED, Status.PUBLISHED)
    return signed and found.paper.signed_by == actor.person_id and found.paper.digest == seen


def _refuse_lines(found: Opened, actor: Actor) -> None:
    """Every reason of every nomination at once, before anything is written."""
    trigger = FIRES[found.paper.kind]
    against: dict[str, list[Reason]] = {}
    for line in found.lines:
        loaded = found.loaded[line.nomination_id]
        found_options = [option for option in options(loaded.dossier, actor) if option.trigger is trigger]
        against[loaded.row.code] = [reason for option in found_options for reason in option.reasons]
    refused = {code: reasons for code, reasons in against.items() if reasons}
    if refused:
        raise LinesRefused(refused)


def _certified(found: Opened, actor: Actor, key: Key, secret: str) -> str:
    """The frozen bytes with the signature behind them. They are judged before they are kept."""
    frozen = content_of(found.row, "frozen_pdf")
    if frozen is None:
        raise Invalid.one("", DAMAGED)
    said = Signing(actor.name, clock.now(), PURPOSE)
    pdf = certify(frozen, key, secret, said, stamper_of(current_app.config))
    refuse_bad(pdf)
    return keep(actor, found.row, "signed", pdf, PDF)


def refuse_bad(pdf: bytes) -> None:
    """A signature that nobody would accept is not made at all."""
    verdict = verify(pdf, trusted_roots(current_app.config))
    objections = [message for one in verdict.signatures for message in one.against]
    if not verdict.good:
        raise CannotSign(UNVERIFIED, reason=Word(objections[0]) if objections else "")


def record_paper(actor: Actor, code: str, scanned: Scanned, *, version: int | None = None) -> None:
    """The registry enters a paper that was signed by hand; another person confirms it. Entered anew, it replaces."""
    with writing():
        found = opened(actor, code, version)
        step = check(found.paper.seen(found.row.digest), actor, Act.RECORD)
        _check_scan(found, scanned)
        found.row.paper_signed_on, found.row.scan_by_id = scanned.signed_on, actor.person_id
        refer(actor, found.row, "scan", scanned.kept)
        note(
            actor, found.row, "record", step.by, digest=found.row.digest, scan=scanned.kept.sha256,
            signed_on=scanned.signed_on, signer=found.row.signer_id,
        )  # fmt: skip


def _check_scan(found: Opened, scanned: Scanned) -> None:
    problems: dict[str, list[tuple[str, dict[str, object]]]] = {}
    if "".join(scanned.digest.split()).upper() != "".join(grouped(found.row.digest).split())[:SHOWN]:
        problems["typed_digest"] = [(OTHER_DIGEST, {})]
    if scanned.signed_on is None or scanned.signed_on > clock.today():
        problems["signed_on"] = [(FUTURE if scanned.signed_on else NO_DAY, {})]
    if problems:
        raise Invalid(problems)


def confirm_paper(actor: Actor, code: str, *, seen: str, given: Given, version: int | None = None) -> None:
    """The scan shows this list with the signature of whom it names: from now on it is signed, in his name.

    The paper speaks, not the person: whoever confirms lends his name to its one grant, for the signer.
    """
    with writing():
        found = opened(actor, code, version)
        step = check(found.paper.seen(seen), actor, Act.CONFIRM, given)
        row = found.row
        signer = db.session.scalars(select(Person).where(Person.id == row.signer_id)).one()
        voice = Actor(actor.person_id, actor.name, frozenset({Grant(Role.MINISTER, acts_for=signer.id)}))
        _award(found, voice, given, seen)
        row.status, row.signed_at, row.signed_by_id = Status.SIGNED.value, clock.now(), signer.id
        note(actor, row, "confirm", step.by, digest=row.digest, lines=len(found.lines), signer=signer.id)
