"""What is undone when a decision is no longer what was frozen, whoever causes it."""

from sqlalchemy import delete

from nomination.extensions import db
from nomination.models import Decision, DecisionFile
from workflow.decision import Status

FROZEN_FILES = ("frozen_pdf", "frozen_docx", "scan")


def unfreeze(decision: Decision) -> None:
    decision.status, decision.digest = Status.DRAFTING.value, None
    decision.frozen_at, decision.frozen_by_id, decision.signer_id = None, None, None
    decision.scan_by_id, decision.paper_signed_on = None, None
    drop(decision, *FROZEN_FILES)


def drop(decision: Decision, *kinds: str) -> None:
    """What is no longer true goes; the content stays in the store until it is collected, its name in the audit."""
    db.session.execute(
        delete(DecisionFile).where(DecisionFile.decision_id == decision.id, DecisionFile.kind.in_(kinds))
    )
