"""A file that came once need not be sent again: the form carries it, sealed for the person who sent it."""

from collections.abc import Mapping

from flask import current_app, request
from flask_babel import lazy_gettext
from itsdangerous import BadSignature, URLSafeSerializer
from wtforms import BooleanField, Field, FileField, HiddenField

from nomination.hypermedia import sentence
from nomination.services.evidence import Kept, keep
from nomination.services.transaction import Invalid
from nomination.services.wording import Told


def sealed(file: Kept, person_id: int) -> str:
    return _sealer().dumps([file.sha256, file.size, file.media_type, file.name, person_id])


def unsealed(text: str | None, person_id: int) -> Kept | None:
    try:
        *fields, holder = _sealer().loads(text or "")
    except (BadSignature, ValueError):
        return None
    return Kept(*fields) if holder == person_id else None


def file_of(upload: Field, carried: Field, person_id: int) -> Kept | None:
    """The file of this request, else the one that the form carries. What is wrong with it is told at its field."""
    sent = request.files.get(upload.name)
    if sent is None or not sent.filename:
        return unsealed(carried.data, person_id)
    try:
        file = keep(sent)
    except Invalid as invalid:
        upload.errors = [sentence(*told) for listed in invalid.problems.values() for told in listed]
        return unsealed(carried.data, person_id)
    carried.data = sealed(file, person_id)
    return file


def _sealer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt="file of a form")


class WithPaper:
    """A form with a paper as a file: sent now, carried along from before, or taken away."""

    file = FileField(
        lazy_gettext("The paper itself"), description=lazy_gettext("PDF, Word, Excel, PNG or JPEG, up to 25 MB.")
    )
    kept = HiddenField()
    drop = BooleanField(lazy_gettext("Take this file away"))

    def carry(self, paper: Kept | None, person_id: int) -> None:
        self.kept.data = sealed(paper, person_id) if paper else ""

    def paper_kept(self, person_id: int) -> Kept | None:
        """The paper as it would be kept. What is wrong with the one sent now is told at its field."""
        if self.drop.data:
            self.kept.data, self.drop.data = "", False
        return file_of(self.file, self.kept, person_id)

    def told(self, problems: Mapping[str, list[Told]]) -> None:
        """Each problem at its field. A paper that is not in the store any more is carried no further."""
        for name in problems.keys() & self._fields.keys():
            self._fields[name].errors = [sentence(*one) for one in problems[name]]
        if "file" in problems:
            self.kept.data = ""
