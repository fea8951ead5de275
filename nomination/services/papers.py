"""Papers that were made are kept by content: made anew only when what they say has changed, given out as they are."""

import io
from dataclasses import dataclass

from sqlalchemy import select

from nomination import clock
from nomination.extensions import db
from nomination.files import store
from nomination.models import Paper
from nomination.papers.kinds import Form, PaperKind, Subject
from nomination.papers.making import Content, fingerprint, made
from nomination.services import audit
from nomination.services.evidence import Kept, row_of
from nomination.services.transaction import writing
from workflow.dossier import Actor


@dataclass(frozen=True)
class About:
    """Which paper of what."""

    subject: Subject
    code: str
    kind: PaperKind


def keep(actor: Actor, about: About, content: Content, form: Form) -> Paper:
    """The kept paper with this content, made now if there is none yet. Who may read the subject may have its papers;
    the caller has loaded the content within that right. Raises `pdf.Unprintable`."""
    content_hash = fingerprint(content)
    found = _kept(about, form, content_hash)
    if found is not None and store().has(found.sha256):
        return found
    file = _stored(about, made(content, form), form)
    with writing():
        audit.in_turn()
        return _kept(about, form, content_hash) or _record(actor, about, form, content_hash, file)


def _kept(about: About, form: Form, content_hash: str) -> Paper | None:
    query = select(Paper).where(
        Paper.subject_kind == about.subject, Paper.subject_code == about.code, Paper.kind == about.kind,
        Paper.form == form, Paper.content_hash == content_hash,
    )  # fmt: skip
    return db.session.scalars(query).one_or_none()


def _stored(about: About, content: bytes, form: Form) -> Kept:
    """The bytes lie in the store before any row says so."""
    sha256, size = store().put(io.BytesIO(content))
    return Kept(sha256, size, form.media_type, f"{about.kind.stem} {about.code}.{form}")


def _record(actor: Actor, about: About, form: Form, content_hash: str, file: Kept) -> Paper:
    paper = Paper(
        kind=about.kind, subject_kind=about.subject, subject_code=about.code, form=form, content_hash=content_hash,
        sha256=row_of(file).sha256, name=file.name, made_by_id=actor.person_id, made_at=clock.now(),
    )  # fmt: skip
    db.session.add(paper)
    db.session.flush()
    audit.record(
        actor, "paper:make", subject=("paper", f"{about.subject}/{about.code}"),
        facts={"kind": about.kind, "form": form, "sha256": file.sha256, "content": content_hash},
    )  # fmt: skip
    return paper
