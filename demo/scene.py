"""What every part of the demonstration works with: the organisation, the people as actors, the campaign, the agenda."""

import random
from dataclasses import dataclass, field

from demo.agenda import Agenda
from demo.organisation import Organisation
from nomination.extensions import db
from nomination.models import Person, Unit
from nomination.queries.actor import actor_for
from workflow.campaign import Campaign
from workflow.dossier import Actor

SEED = "phong trào"


@dataclass
class Scene:
    """`codes`: what only the tellers hold, by round and username. It is never written into the database."""

    agenda: Agenda
    organisation: Organisation
    people: dict[str, Person]
    rules: Campaign
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    _actors: dict[str, Actor] = field(default_factory=dict)

    @property
    def campaign(self) -> str:
        return self.rules.code

    @property
    def campaign_in_words(self) -> str:
        """The campaign's name as it runs on in a sentence."""
        return self.rules.title[:1].lower() + self.rules.title[1:]

    def unit(self, code: str) -> Unit:
        return self.organisation.units[code]

    def actor(self, username: str) -> Actor:
        """The person as the rules see him. Remembered until somebody becomes a teller, for nothing else changes."""
        if username not in self._actors:
            self._actors[username] = actor_for(self.people[username])
        return self._actors[username]

    def forget_roles(self) -> None:
        db.session.flush()
        self._actors.clear()


def drawn(*about: object) -> random.Random:
    """Chance that is the same every time, whatever was drawn before it."""
    return random.Random("|".join([SEED, *map(str, about)]))
