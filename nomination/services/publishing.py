"""After the signature: number and date by the registry, publication in the register, and starting a revocation."""

import re
from collections.abc import Callable
from datetime import date

from flask import current_app
from sqlalchemy import extract, select

from nomination import clock
from nomination.decisions import signing_day, snapshot
from nomination.dossiers import Loaded, load
from nomination.extensions import db
from nomination.filetypes import PDF
from nomination.models import Campaign, CampaignVersion, Decision, DecisionFile, DecisionLine, Nomination, RegisterEntry
from nomination.names import fold
from nomination.papers.decision import dated as written_day
from nomination.register_rows import position
from nomination.services import audit, outbox
from nomination.services.decision_files import content_of, keep, refer
from nomination.services.decisions import Opened, new_decision, note, opened
from nomination.services.evidence import Kept
from nomination.services.signatures import refuse_bad
from nomination.services.transaction import Invalid, Missing, locked, writing
from nomination.signing.keys import ORGANISATION, Key, key_of
from nomination.signing.sign import Signing, has_seal_place, numbered, seal
from nomination.signing.timestamps import stamper_of
from workflow.commendation import THEMATIC
from workflow.decision import OFFICERS, Act, Kind, Status, check, preparing
from workflow.dossier import Actor, Reason
from workflow.machine import Given, NotYours, Refused
from workflow.vocabulary import State
from workflow.words import N_

NUMBER = re.compile(r"[0-9]{1,6}[a-zA-Z]?/[^\s/]{2,30}")
REASON_MAX = 2000
UNDER_WAY = (Status.DRAFTING, Status.FROZEN, Status.SIGNED, Status.ISSUED)
UNSIGNED = N_("Attach the scan of the signed paper: nobody signed the file digitally.")


def issue(
    actor: Actor,
    code: str,
    *,
    number: str,
    dated: date | None,
    version: int | None = None,
    scan: Kept | None = None,
    secret: str = "",
) -> None:
    """The registry's number and date, as they stand on the paper: the product never makes them up.

    They go into the fields that the signed file keeps for them, and the organisation's signature behind them (`secret`
    opens its key). Where nothing was signed digitally the scan of the signed paper is attached.
    """
    with writing():
        found = opened(actor, code, version)
        step = check(found.paper, actor, Act.ISSUE)
        row, written = found.row, number.strip()
        audit.in_turn()
        _check_numbering(row, written, dated)
        row.number, row.dated, row.issued_by_id = written, dated, actor.person_id
        row.status = Status.ISSUED.value
        _keep_issued(actor, row, scan, secret)
        note(actor, row, "issue", step.by, number=written, dated=dated, digest=row.digest)


def _keep_issued(actor: Actor, decision: Decision, scan: Kept | None, secret: str) -> None:
    """The signed file stays as it is; the issued one begins with it."""
    signed = content_of(decision, "signed")
    if signed is None:
        if scan is not None:
            refer(actor, decision, "scan", scan)
        elif db.session.get(DecisionFile, (decision.id, "scan")) is None:
            raise Invalid.one("scan", UNSIGNED)
        return
    pdf, key = numbered(signed, number=decision.number, day=written_day(decision.dated)), seal_key()
    if key is not None and has_seal_place(pdf):
        campaign = db.session.scalars(select(CampaignVersion.content).where(
            CampaignVersion.campaign_id == decision.campaign_id, CampaignVersion.status == "in_force"
        )).one()  # fmt: skip
        said = Signing(campaign["issuer"], clock.now(), "Đóng dấu cơ quan")
        pdf = seal(pdf, key, secret, said, stamper_of(current_app.config))
    refuse_bad(pdf)
    keep(actor, decision, "issued", pdf, PDF)


def seal_key() -> Key | None:
    return key_of(current_app.config, ORGANISATION)


def _check_numbering(decision: Decision, number: str, dated: date | None) -> None:
    problems = {"number": _against_number(decision, number, dated), "dated": _against_date(decision, dated)}
    told = {key: [found] for key, found in problems.items() if found is not None}
    if told:
        raise Invalid(told)


def _against_number(decision: Decision, number: str, dated: date | None) -> tuple[str, dict[str, object]] | None:
    if not number:
        return N_("Enter the number that the registry gave."), {}
    if not NUMBER.fullmatch(number):
        return N_("Enter the number with its symbol, such as 15/QĐ-ABC."), {}
    if dated is None:
        return None
    query = select(Decision.code).where(
        Decision.number == number, extract("year", Decision.dated) == dated.year, Decision.id != decision.id
    )
    other = db.session.scalars(query.limit(1)).first()
    return (
        (N_("This number was already given in the same year, to the decision %(code)s."), {"code": other})
        if other
        else None
    )


def _against_date(decision: Decision, dated: date | None) -> tuple[str, dict[str, object]] | None:
    signed_on = signing_day(decision)
    if dated is None:
        return N_("Enter the date of the decision."), {}
    if signed_on is not None and dated < signed_on:
        return N_("The date is before the day of signing, %(day)s."), {"day": f"{signed_on:%d/%m/%Y}"}
    return (N_("The date lies in the future."), {}) if dated > clock.today() else None


def publish(actor: Actor, code: str, given: Given, *, version: int | None = None) -> None:
    """What was signed enters the register line by line; a revocation marks the entries that it takes back."""
    with writing():
        found = opened(actor, code, version)
        step = check(found.paper, actor, Act.PUBLISH, given)
        moment, row = clock.now(), found.row
        row.status, row.published_by_id, row.published_at = Status.PUBLISHED.value, actor.person_id, moment
        PUBLISHED[found.paper.kind](found)
        _tell_units(found)
        note(actor, row, "publish", step.by, number=row.number, digest=row.digest, lines=len(found.lines))


def _enter(found: Opened) -> None:
    campaign = db.session.get_one(Campaign, found.row.campaign_id)
    for line in found.lines:
        db.session.add(_entry(found.row, campaign, line, found.loaded[line.nomination_id]))


def _entry(decision: Decision, campaign: Campaign, line: DecisionLine, loaded: Loaded) -> RegisterEntry:
    """Name, unit, award, citation as signed. The code is the nomination's; no private field goes in."""
    row = loaded.row
    return RegisterEntry(
        code=row.code, position=position(decision.dated or clock.today(), nomination_id=row.id),
        campaign_id=campaign.id, decision_id=decision.id, nomination_id=row.id, ordinal=line.ordinal,
        year=campaign.year, kind=row.kind, name=line.name, name_fold=row.nominee_fold, name_key=row.nominee_key,
        unit_id=row.unit_id, unit_name=line.unit_name, award=line.award, award_name=line.award_name,
        class_code=row.class_code, method=THEMATIC, decision_number=decision.number,
        decision_dated=decision.dated, citation=line.citation,
        search=fold(f"{line.name} {line.unit_name} {line.award_name} {row.code}"), published_at=decision.published_at,
    )  # fmt: skip


def _mark_revoked(found: Opened) -> None:
    """The entry stays readable for ever, with the decision that revoked it."""
    ids = [line.nomination_id for line in found.lines]
    query = select(RegisterEntry).where(RegisterEntry.nomination_id.in_(ids)).with_for_update()
    for entry in db.session.scalars(query):
        entry.revoked_at, entry.revoked_by_decision_id = found.row.published_at, found.row.id


def _correct(found: Opened) -> None:
    """The entry says from now on what the correction says; what it said stands in the correction's own line."""
    (line,) = found.lines
    query = select(RegisterEntry).where(RegisterEntry.nomination_id == line.nomination_id)
    entry = locked(query)
    former = " ".join((line.before or {}).values())
    entry.name, entry.unit_name, entry.citation = line.name, line.unit_name, line.citation
    entry.search = fold(f"{line.name} {line.unit_name} {line.award_name} {entry.code} {former}")


PUBLISHED: dict[Kind, Callable[[Opened], None]] = {
    Kind.AWARD: _enter, Kind.REVOCATION: _mark_revoked, Kind.CORRECTION: _correct,
}  # fmt: skip


def _tell_units(found: Opened) -> None:
    """One notice for each unit, however many of its nominations are on the list. It names nobody."""
    for unit_id in sorted({one.row.unit_id for one in found.loaded.values()}):
        outbox.owe("result_published", to=("unit", unit_id), key=f"result/{found.row.code}/{unit_id}", codes={})


def propose_revocation(actor: Actor, entry_code: str, *, title: str, reason: str, paper: str) -> str:
    """A draft decision that takes one published award back. Answers its code. Another person freezes it."""
    with writing():
        against = preparing(Kind.REVOCATION, actor)
        if against:
            raise NotYours(against)
        published_here = RegisterEntry.nomination_id.is_not(None)
        entry = locked(select(RegisterEntry).where(RegisterEntry.code == entry_code, published_here))
        original = db.session.get_one(Decision, entry.decision_id)
        loaded = standing_award(entry)
        check_grounds(title, reason, paper)
        campaign = locked(select(Campaign).where(Campaign.id == entry.campaign_id))
        grounds = f"{paper.strip()}: {reason.strip()}"
        decision = new_decision(actor, campaign, Kind.REVOCATION, title.strip(), grounds)
        decision.revokes_id = original.id
        decision.lines = [snapshot(loaded, 1, entry.citation)]
        db.session.add(decision)
        db.session.flush()
        told = {"entry": entry.code, "revokes": original.code, "reason": reason.strip(), "paper": paper.strip()}
        note(actor, decision, "propose_revocation", OFFICERS, **told)
        return decision.code


def standing_award(entry: RegisterEntry) -> Loaded:
    """What a new decision may still change: not revoked, and in no other decision that is under way."""
    loaded = load(Nomination.id == entry.nomination_id)
    if loaded is None:
        raise Missing
    if entry.revoked_at is not None or loaded.dossier.state is not State.AWARDED:
        raise Refused([Reason("revoked", N_("This award was already revoked."))])
    pending = select(Decision.code).join(DecisionLine, DecisionLine.decision_id == Decision.id)
    pending = pending.where(
        DecisionLine.nomination_id == entry.nomination_id, Decision.kind != Kind.AWARD,
        Decision.status.in_(UNDER_WAY),
    )  # fmt: skip
    other = db.session.scalars(pending.limit(1)).first()
    if other is not None:
        message = N_("The revocation or correction of this award is already under way in the decision %(code)s.")
        raise Refused([Reason("revoking", message, {"code": other})])
    return loaded


def check_grounds(title: str, reason: str, paper: str) -> None:
    asked = {
        "title": (title, N_("Enter the subject of the decision.")),
        "reason": (reason, N_("Give the reason.")),
        "paper": (paper, N_("Name the paper that this rests on.")),
    }
    problems = {key: [_missing_or_long(text, message)] for key, (text, message) in asked.items()}
    told = {key: [one for one in found if one is not None] for key, found in problems.items()}
    if any(told.values()):
        raise Invalid({key: found for key, found in told.items() if found})


def _missing_or_long(text: str, message: str) -> tuple[str, dict[str, object]] | None:
    length = len(text.strip())
    if not length:
        return message, {}
    too_long = N_("At most %(limit)s characters; you wrote %(length)s.")
    return (too_long, {"limit": REASON_MAX, "length": length}) if length > REASON_MAX else None
