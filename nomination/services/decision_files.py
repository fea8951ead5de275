"""The files of a decision: made when it is frozen, kept by content; what is signed or numbered is a file of its own."""

from dataclasses import replace
from io import BytesIO

from flask import current_app
from sqlalchemy import select

from nomination import clock
from nomination.decisions import grouped
from nomination.dossiers import Loaded, campaign_of
from nomination.extensions import db
from nomination.files import Damaged, store
from nomination.filetypes import DOCX, PDF
from nomination.models import CampaignVersion, Decision, DecisionFile, DecisionLine
from nomination.papers.decision import Signer, decision_paper
from nomination.papers.decision_official import DAY, NUMBER, SIGNING, decision_official
from nomination.papers.docx import official_docx
from nomination.papers.pdf import Printed, Unprintable, official_pdf
from nomination.rulesets import rules_of
from nomination.services.evidence import Kept, row_of
from nomination.services.transaction import Invalid
from nomination.signing.keys import MINISTER, key_of
from nomination.signing.places import Places, prepared
from workflow.dossier import Actor
from workflow.words import N_

UNPRINTABLE = N_("The decision could not be set as a paper, so it was not frozen. Tell the administrator.")
DAMAGED = N_("The frozen file is damaged in the store. Reopen the decision and freeze it again.")
SEAL_SHARE = 0.5
"""The lower part of the room under the post is the organisation's; the rest belongs to who signs."""


def make_frozen(
    actor: Actor, decision: Decision, lines: list[DecisionLine], loaded: dict[int, Loaded], signer: Signer
) -> str:
    """Set and keep the paper as it will be signed. Answers the name of its content."""
    query = select(CampaignVersion).where(
        CampaignVersion.campaign_id == decision.campaign_id, CampaignVersion.status == "in_force"
    )
    campaign = campaign_of(db.session.scalars(query).one())
    paper = decision_paper(decision, lines, campaign, rules_of(campaign), signer=signer, original=decision.original)
    posts = {line.ordinal: loaded[line.nomination_id].row.nominee_post for line in lines}
    digest = grouped(decision.digest)
    if key_of(current_app.config, MINISTER) is None:
        official = decision_official(paper, posts, digest)
    else:  # the registry writes into the file later; the list names its decision by what is known now
        named = replace(paper, attached_to=f"Kèm theo Quyết định có mã đối chiếu {digest} của {paper.authority}")
        official = decision_official(named, posts, digest, later=campaign.dispatch.place)
    try:
        printed = official_pdf(official)
    except Unprintable as error:
        current_app.logger.error("a decision could not be set: %s", error)
        raise Invalid.one("", UNPRINTABLE) from error
    keep(actor, decision, "frozen_docx", official_docx(official), DOCX)
    return keep(actor, decision, "frozen_pdf", prepared(printed.content, _places(printed)), PDF)


def _places(printed: Printed) -> Places:
    room = printed.places[SIGNING]
    border = room.bottom + (room.top - room.bottom) * SEAL_SHARE
    return Places(
        signature=replace(room, bottom=border + 1), seal=replace(room, top=border - 1),
        number=printed.places.get(NUMBER), day=printed.places.get(DAY),
    )  # fmt: skip


def keep(actor: Actor, decision: Decision, kind: str, content: bytes, media_type: str) -> str:
    """Into the store, and beside the decision, in the caller's transaction. Answers its SHA-256."""
    sha256, size = store().put(BytesIO(content))
    return refer(actor, decision, kind, Kept(sha256, size, media_type, kind))


def refer(actor: Actor, decision: Decision, kind: str, kept: Kept) -> str:
    row_of(kept)
    made = DecisionFile(
        decision_id=decision.id, kind=kind, sha256=kept.sha256, made_by_id=actor.person_id, made_at=clock.now()
    )
    db.session.merge(made)
    db.session.flush()
    return kept.sha256


def content_of(decision: Decision, kind: str) -> bytes | None:
    """The bytes, proved to be those that were kept; None when there is no such file. Raises `Invalid` when damaged."""
    row = db.session.get(DecisionFile, (decision.id, kind), populate_existing=True)
    if row is None:
        return None
    try:
        return b"".join(store().read(row.sha256))
    except (Damaged, FileNotFoundError) as error:
        raise Invalid.one("", DAMAGED) from error
