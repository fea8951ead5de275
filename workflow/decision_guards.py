"""What stands against an act on a decision: pure rules over frozen facts, each with its sentence."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from workflow.decision_words import SUBJECT_STATE, Kind, Status
from workflow.dossier import Actor, Reason
from workflow.vocabulary import Role, State
from workflow.words import N_, Word

OFFICERS = (Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_HEAD)
HEAD, MINISTER, CLERK = (Role.DEPARTMENT_HEAD,), (Role.MINISTER,), (Role.REGISTRY_CLERK,)


@dataclass(frozen=True)
class Line:
    """One nomination in the decision. `unchanged`: its content is still what the line was made from. `criteria_met`:
    nothing stands against its criteria now; an entry recorded since the vetting may."""

    code: str
    name: str
    state: State
    held: bool
    citation: str
    citation_max: int
    unchanged: bool
    criteria_met: bool = True


@dataclass(frozen=True)
class Paper:
    """Everything the rules may know of one decision. `content_digest` is of its rows as they are now.

    `writers` prepared or changed it; `seen_digest` is what the signer had on his screen, or read on the paper. `signer`
    is whom the frozen paper names, `scan_by` who entered a paper signed by hand; `file_stands`: the file is the one
    that was made at freezing.
    """

    code: str
    kind: Kind
    status: Status
    lines: tuple[Line, ...]
    writers: frozenset[int]
    content_digest: str
    digest: str | None = None
    seen_digest: str | None = None
    frozen_by: int | None = None
    signed_by: int | None = None
    signed_on: date | None = None
    signer: int | None = None
    signer_name: str = ""
    scan_by: int | None = None
    file_stands: bool = True

    def seen(self, digest: str | None) -> "Paper":
        return replace(self, seen_digest=digest)


Guard = Callable[[Paper, Actor], list[Reason]]


def has_lines(paper: Paper, actor: Actor) -> list[Reason]:
    return [] if paper.lines else [Reason("empty", N_("The decision holds no nomination yet."), {}, "lines")]


def lines_in_place(paper: Paper, actor: Actor) -> list[Reason]:
    expected = SUBJECT_STATE[paper.kind]
    message = N_("%(name)s: the nomination is now in the state “%(state)s”.")
    return [
        Reason("state", message, {"name": line.name, "state": Word(line.state.label)}, f"line:{line.code}")
        for line in paper.lines
        if line.state is not expected
    ]


def no_line_held(paper: Paper, actor: Actor) -> list[Reason]:
    """A hold stops freezing, signing and publishing of the whole decision from the moment it is recorded."""
    message = N_("%(name)s: the nomination is on hold pending verification.")
    return [_about(line, "hold", message) for line in paper.lines if line.held]


def lines_meet_criteria(paper: Paper, actor: Actor) -> list[Reason]:
    """The minister would be refused: what stopped a nomination is settled, or taken out, before the list is frozen."""
    message = N_("%(name)s: a criterion is no longer met. Open the nomination to see why.")
    return [_about(line, "criteria", message) for line in paper.lines if not line.criteria_met]


def lines_unchanged(paper: Paper, actor: Actor) -> list[Reason]:
    message = N_("%(name)s: the content has changed since it was put into the decision.")
    return [_about(line, "changed", message) for line in paper.lines if not line.unchanged]


def citations_fit(paper: Paper, actor: Actor) -> list[Reason]:
    return [reason for line in paper.lines for reason in citation_fits(line)]


def citation_fits(line: Line) -> list[Reason]:
    """The citation is one line on the certificate, so its length is limited."""
    if not line.citation.strip():
        return [_about(line, "citation", N_("%(name)s: the citation is missing."))]
    if len(line.citation) <= line.citation_max:
        return []
    message = N_("%(name)s: the citation has %(length)s characters; at most %(limit)s fit on the certificate.")
    params = {"name": line.name, "length": len(line.citation), "limit": line.citation_max}
    return [Reason("citation", message, params, f"line:{line.code}")]


def _about(line: Line, code: str, message: str) -> Reason:
    return Reason(code, message, {"name": line.name}, f"line:{line.code}")


def content_is_frozen(paper: Paper, actor: Actor) -> list[Reason]:
    """What stands in the rows is still what was frozen."""
    if paper.digest == paper.content_digest:
        return []
    return [Reason("digest", N_("The decision no longer matches what was frozen. Reopen it and freeze it again."))]


def digest_was_seen(paper: Paper, actor: Actor) -> list[Reason]:
    """The signer names the digest of what he read; another one means that he read another list."""
    if paper.digest is not None and paper.digest == paper.seen_digest:
        return []
    return [Reason("digest", N_("The decision has changed since it was shown to you. Read it again before you sign."))]


def frozen_by_another(paper: Paper, actor: Actor) -> list[Reason]:
    message = N_("You prepared this decision, so another person must freeze it.")
    return _separate(actor, HEAD, paper.writers, message)


def file_is_frozen(paper: Paper, actor: Actor) -> list[Reason]:
    """The bytes to be signed are those that were made when the list was frozen."""
    if paper.file_stands:
        return []
    message = N_("The file of the decision is not the one that was frozen. Reopen the decision and freeze it again.")
    return [Reason("file", message)]


def named_on_the_paper(paper: Paper, actor: Actor) -> list[Reason]:
    """A paper says whose signature it bears before it is signed: somebody else's would contradict it."""
    if paper.signer is None or paper.signer == actor.person_id:
        return []
    message = N_("The paper is made out for the signature of %(name)s. To sign it yourself, send it back first.")
    return [Reason("signer", message, {"name": paper.signer_name})]


def recorded_by_another(paper: Paper, actor: Actor) -> list[Reason]:
    message = N_("You prepared or froze this decision, so another person must enter the signed paper.")
    return _separate(actor, CLERK, paper.writers | {paper.frozen_by}, message)


def signed_paper_is_there(paper: Paper, actor: Actor) -> list[Reason]:
    if paper.scan_by is not None:
        return []
    return [Reason("scan", N_("The registry has not entered a scan of the signed paper."))]


def confirmed_by_another(paper: Paper, actor: Actor) -> list[Reason]:
    message = N_("You entered the signed paper, so another person must confirm it.")
    return _separate(actor, OFFICERS, frozenset({paper.scan_by}), message)


def signed_by_another(paper: Paper, actor: Actor) -> list[Reason]:
    message = N_("You prepared or froze this decision, so another person must sign it.")
    return _separate(actor, MINISTER, paper.writers | {paper.frozen_by}, message)


def issued_by_another(paper: Paper, actor: Actor) -> list[Reason]:
    message = N_("You prepared, froze or signed this decision, so another person must number it.")
    return _separate(actor, CLERK, paper.writers | {paper.frozen_by, paper.signed_by}, message)


def _separate(actor: Actor, by: tuple[Role, ...], others: frozenset[int | None], message: str) -> list[Reason]:
    """Who acts for another brings the other's earlier part with him."""
    hands = actor.hands([grant for grant in actor.grants if grant.role in by])
    return [Reason("separation", message)] if hands & others else []
