"""What the pages of the other ways show: a round beside what was typed about it, for those whose business it is."""

from collections.abc import Mapping
from dataclasses import dataclass

from nomination.extensions import db
from nomination.models import PaperFigures, Person, StoredFile
from nomination.queries.plans import kept_as
from nomination.queries.round_pages import RoundPage, page_of
from nomination.queries.rounds import Found, sees_exact
from nomination.queries.written_opinions import Opinion, opinions_of
from nomination.services.evidence import Kept
from nomination.services.paper_rounds import figures_of, seal_of
from nomination.services.transaction import Missing
from workflow.dossier import Actor

READING = frozenset({"figures", "approve", "opinion", "leave", "lapse"})


@dataclass(frozen=True)
class Ways:
    """The page of a round with the papers of its count."""

    page: RoundPage
    figures: Mapping[int, PaperFigures]
    opinions: tuple[Opinion, ...]
    seal: str

    @property
    def found(self) -> Found:
        return self.page.found

    @property
    def wrote(self) -> frozenset[int]:
        return frozenset(one.person_id for one in self.opinions)


def ways_of(actor: Actor, code: str) -> Ways:
    """Figures and opinions only for those who enter or confirm them, or who read the minutes; as little as these."""
    page = page_of(actor, code)
    if not _reads(page.found, actor, page):
        return Ways(page, {}, (), "")
    figures = {key: one for key, one in figures_of(page.found.vote.id).items() if key not in page.withheld}
    return Ways(page, figures, opinions_of(page.found.vote.id), seal_of(page.found))


def _reads(found: Found, actor: Actor, page: RoundPage) -> bool:
    return sees_exact(found, actor) or bool(READING & page.options.keys())


def scan_of(found: Found) -> Kept | None:
    """The signed counting minutes as a file, as a form carries it."""
    meeting = found.meeting
    if meeting is None or meeting.scan_sha256 is None:
        return None
    return kept_as(db.session.get(StoredFile, meeting.scan_sha256), meeting.scan_name)


def leave_of(found: Found) -> Kept | None:
    return kept_as(db.session.get(StoredFile, found.leave.sha256), found.leave.name) if found.leave else None


def paper_of(actor: Actor, code: str, which: str, n: int = 0) -> Kept:
    """A paper of the round: its scan, its leave, or what member `n` of the roll wrote. Raises `Missing`."""
    ways = ways_of(actor, code)
    found = ways.found
    if not _reads(found, actor, ways.page):
        raise Missing
    written = {voter.n: voter.person_id for voter in found.voters if voter.written}
    paper = (
        {"scan": scan_of, "leave": leave_of}[which](found)
        if which != "opinion"
        else next((one.paper for one in ways.opinions if one.person_id == written.get(n)), None)
    )
    if paper is None:
        raise Missing
    return paper


def giver_of(found: Found) -> str:
    """Who gave leave not to meet."""
    person = db.session.get(Person, found.leave.given_by_id) if found.leave else None
    return person.full_name if person else ""
