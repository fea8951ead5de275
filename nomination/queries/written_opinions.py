"""Opinions that absent members gave in writing: open, so they are read by name."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from nomination.extensions import db
from nomination.models import Person, StoredFile, WrittenOpinion
from nomination.queries.plans import kept_as
from nomination.services.evidence import Kept
from workflow.ballot import Choice


@dataclass(frozen=True)
class Opinion:
    """What one member wrote: his paper, and his choice for each nomination by its id."""

    person_id: int
    name: str
    paper: Kept | None
    choices: Mapping[int, Choice]


def opinions_of(round_id: int) -> tuple[Opinion, ...]:
    """By name of the member, one query."""
    query = (
        select(WrittenOpinion, Person, StoredFile)
        .join(Person, Person.id == WrittenOpinion.person_id)
        .join(StoredFile, StoredFile.sha256 == WrittenOpinion.sha256)
        .where(WrittenOpinion.round_id == round_id)
        .order_by(Person.sort_key, Person.id)
        .execution_options(populate_existing=True)
    )
    found: dict[int, Opinion] = {}
    choices: dict[int, dict[int, Choice]] = defaultdict(dict)
    for row, person, file in db.session.execute(query):
        choices[person.id][row.nomination_id] = Choice(row.choice)
        found[person.id] = Opinion(person.id, person.full_name, kept_as(file, row.name), choices[person.id])
    return tuple(found.values())


def opinions_by_line(round_id: int) -> Mapping[int, Counter[Choice]]:
    """How often each choice was written, by the id of the nomination."""
    query = select(WrittenOpinion.nomination_id, WrittenOpinion.choice).where(WrittenOpinion.round_id == round_id)
    found: dict[int, Counter[Choice]] = defaultdict(Counter)
    for nomination_id, choice in db.session.execute(query):
        found[nomination_id][Choice(choice)] += 1
    return found
