"""Certificates of published awards: for whoever prints and hands them out, never for the public."""

from collections.abc import Iterable

from sqlalchemy import Select, select

from nomination.dossiers import campaign_of
from nomination.extensions import db
from nomination.models import CampaignVersion, Decision, Nomination, RegisterEntry
from nomination.papers.certificate import Certificate, StockPrint
from nomination.papers.decision import Signer, authority_of, signed_as
from nomination.papers.kinds import PaperKind
from nomination.queries.decision_page import history, signer_among
from nomination.queries.papers import Offer, Offers
from nomination.queries.stock import frames
from nomination.services.transaction import Missing
from nomination.verification import award_address, qr_file
from workflow.campaign import Campaign
from workflow.dossier import Actor
from workflow.vocabulary import Role

PRINTING = frozenset({Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_HEAD, Role.REGISTRY_CLERK})


def of_award(actor: Actor, code: str) -> Offers:
    """For an award that stands and was decided here; raises `Missing` for everybody and everything else."""
    if not actor.roles() & PRINTING:
        raise Missing
    found = db.session.execute(_decided().where(RegisterEntry.code == code)).one_or_none()
    if found is None:
        raise Missing
    entry, decision, version = found
    return [
        Offer(PaperKind.CERTIFICATE, lambda: _certificates([entry], decision, campaign_of(version))[0]),
        Offer(PaperKind.STOCK_PRINT, lambda: _stock([entry], decision, campaign_of(version))),
    ]


def stock_of_decision(actor: Actor, decision: Decision) -> Offers:
    """All certificates of a published decision in one run, in the order of the list."""
    if decision.status != "published" or not actor.roles() & PRINTING:
        return ()
    return [Offer(PaperKind.STOCK_PRINT, lambda: _run(decision))]


def _run(decision: Decision) -> StockPrint:
    rows = db.session.execute(_decided().where(Decision.id == decision.id).order_by(RegisterEntry.ordinal)).all()
    if not rows:
        raise Missing
    return _stock([row.RegisterEntry for row in rows], decision, campaign_of(rows[0].CampaignVersion))


def _decided() -> Select[tuple[RegisterEntry, Decision, CampaignVersion]]:
    return (
        select(RegisterEntry, Decision, CampaignVersion)
        .join(Decision, Decision.id == RegisterEntry.decision_id)
        .join(Nomination, Nomination.id == RegisterEntry.nomination_id)
        .join(CampaignVersion, CampaignVersion.id == Nomination.campaign_version_id)
        .where(RegisterEntry.revoked_at.is_(None))
    )


def _stock(entries: list[RegisterEntry], decision: Decision, campaign: Campaign) -> StockPrint:
    return StockPrint(tuple(_certificates(entries, decision, campaign)), tuple(frames().items()))


def _certificates(entries: Iterable[RegisterEntry], decision: Decision, campaign: Campaign) -> list[Certificate]:
    signer = signer_among(decision, history(decision.code))
    return [_certificate(entry, campaign, signer) for entry in entries]


def _certificate(entry: RegisterEntry, campaign: Campaign, signer: Signer | None) -> Certificate:
    address = award_address(entry.code)
    return Certificate(
        code=entry.code, awarder=authority_of(campaign),
        award=entry.award_name, name=entry.name, unit=entry.unit_name, citation=entry.citation,
        number=entry.decision_number, dated=entry.decision_dated, ordinal=entry.ordinal,
        issued_at=campaign.dispatch.place, signed_as=tuple(signed_as(campaign, signer)),
        signer=signer.name if signer else "", qr=qr_file(address), address=address,
    )  # fmt: skip
