"""A stored file as an answer: always a download, never shown by the browser, under its Vietnamese name."""

from urllib.parse import quote

from flask import Response
from sqlalchemy import select

from nomination.extensions import db
from nomination.files import store
from nomination.models import StoredFile
from nomination.services.transaction import Missing

SANDBOX = "default-src 'none'; sandbox"


def as_attachment(sha256: str, name: str) -> Response:
    """The whole file, streamed. Raises `Missing` when the store does not hold it."""
    row = db.session.scalars(select(StoredFile).where(StoredFile.sha256 == sha256)).one_or_none()
    if row is None or not store().has(sha256):
        raise Missing
    answer = Response(store().read(sha256), mimetype=row.media_type)
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    answer.headers["Content-Length"] = str(row.size)
    answer.headers["Content-Security-Policy"] = SANDBOX
    return answer


def yaml_file(data: bytes, name: str) -> Response:
    """A campaign file, byte for byte."""
    answer = Response(data, mimetype="application/yaml")
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    answer.headers["Content-Security-Policy"] = SANDBOX
    return answer
