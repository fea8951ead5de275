"""Requirements of the process. Each guard answers every reason against the step; an empty answer passes."""

from collections.abc import Callable, Iterable

from workflow.dossier import STATEMENT, Actor, Assessment, Criterion, Dossier, Grant, Reason, Verdict
from workflow.vocabulary import UNIT_ROLES, Role, Stage
from workflow.words import N_, Word

Guard = Callable[[Dossier, Actor], list[Reason]]

CLUSTER_ROLES = frozenset({Role.CLUSTER_MEMBER, Role.CLUSTER_LEADER})


def negation(condition: Callable[[Dossier], bool]) -> Callable[[Dossier], bool]:
    """The condition of the other route."""
    return lambda dossier: not condition(dossier)


def cluster_votes(dossier: Dossier) -> bool:
    return dossier.cluster_votes


def council_required(dossier: Dossier) -> bool:
    return dossier.council_required


def vote_stands(dossier: Dossier) -> bool:
    """True when nothing that was voted on has changed, so that the vote need not be repeated."""
    return not dossier.cluster_votes or dossier.material_hash == dossier.pledged_hash


def acting_roles(dossier: Dossier, actor: Actor) -> frozenset[Role]:
    """The roles that `actor` holds towards this nomination: each with a scope that covers it."""
    return frozenset(grant.role for grant in actor.grants if _covers(grant, dossier))


def _covers(grant: Grant, dossier: Dossier) -> bool:
    if grant.role in UNIT_ROLES:
        return grant.unit_id == dossier.unit_id
    if grant.role in CLUSTER_ROLES:
        return grant.cluster_id is not None and (grant.cluster_id, grant.year) == (dossier.cluster_id, dossier.year)
    if grant.role is Role.TELLER:
        return dossier.round is not None and grant.round_id == dossier.round.round_id
    return True


def hands(dossier: Dossier, actor: Actor, *roles: Role) -> frozenset[int]:
    """The people who act when `actor` acts in one of `roles` here: a delegate's act is his principal's as well."""
    return actor.hands([grant for grant in actor.grants if grant.role in roles and _covers(grant, dossier)])


def on_behalf(dossier: Dossier, actor: Actor, roles: Iterable[Role]) -> int | None:
    """For whom the actor acts here in one of `roles`, when each that lets him act was delegated to him."""
    return min(hands(dossier, actor, *roles) - {actor.person_id}, default=None)


def held_by(*roles: Role) -> Guard:
    """The actor holds one of `roles` towards this nomination."""
    words = tuple(Word(role.label) for role in roles)

    def held(dossier: Dossier, actor: Actor) -> list[Reason]:
        if acting_roles(dossier, actor) & set(roles):
            return []
        return [Reason("role", N_("Only this role may do it here: %(roles)s."), {"roles": words})]

    return held


def one_of(roles: Iterable[Role], actor: Actor) -> list[Reason]:
    """The actor holds one of `roles`, whatever it is about: for what belongs to no nomination."""
    if actor.roles() & set(roles):
        return []
    words = tuple(Word(role.label) for role in roles)
    return [Reason("role", N_("Only this role may do it here: %(roles)s."), {"roles": words})]


def inside_window(stage: Stage) -> Guard:
    """The server's moment lies in the campaign's window for `stage`: [opens, closes)."""

    def inside(dossier: Dossier, actor: Actor) -> list[Reason]:
        window = dossier.windows.get(stage)
        if window is None or window.contains(dossier.now):
            return []
        params = {"stage": Word(stage.label), "opens": window.opens, "closes": window.closes}
        if window.opens is not None and dossier.now < window.opens:
            return [Reason("window", N_("The stage “%(stage)s” opens only at %(opens)s."), params, "campaign")]
        return [Reason("window", N_("The stage “%(stage)s” closed at %(closes)s."), params, "campaign")]

    return inside


def not_on_hold(dossier: Dossier, actor: Actor) -> list[Reason]:
    """Nothing is awarded while a complaint, inspection or disciplinary review is open (Decree 152/2025, art. 4.4)."""
    if not dossier.holds:
        return []
    return [Reason("hold", N_("The nomination is on hold pending verification."), {}, "hold")]


def _waived(assessment: Assessment | None) -> bool:
    return assessment is not None and assessment.verdict is Verdict.WAIVED and assessment.settled


def criteria_met(dossier: Dossier, actor: Actor) -> list[Reason]:
    """The machine check of every applicable criterion passes, or the criterion was waived by two persons."""
    return _unmet(dossier, dossier.applicable())


def criteria_met_at(stage: Stage) -> Guard:
    """Submission and signature check every criterion; a stage between them checks those that name it."""
    if stage in (Stage.SUBMISSION, Stage.SIGNATURE):
        return criteria_met

    def met(dossier: Dossier, actor: Actor) -> list[Reason]:
        return _unmet(dossier, dossier.to_confirm(stage))

    return met


def criteria_ready(dossier: Dossier, actor: Actor) -> list[Reason]:
    """What the officer can give is there; the statements are the head's to affirm, after this."""
    return [reason for reason in criteria_met(dossier, actor) if reason.code != STATEMENT]


def _unmet(dossier: Dossier, criteria: Iterable[Criterion]) -> list[Reason]:
    return [
        reason
        for criterion in criteria
        if not _waived(dossier.assessments.get(criterion.code))
        for reason in criterion.finding(dossier).reasons
    ]


def drafted_by_another(dossier: Dossier, actor: Actor) -> list[Reason]:
    """Who wrote the draft does not submit it, unless the unit has nobody else."""
    if dossier.author_id not in hands(dossier, actor, Role.UNIT_HEAD) or dossier.sole_officer:
        return []
    return [
        Reason("separation", N_("You drafted this nomination yourself, so another head of the unit must submit it."))
    ]


def in_a_submission(dossier: Dossier, actor: Actor) -> list[Reason]:
    """The unit's letter carries the nomination, with the minutes of the meeting that chose it."""
    letter = dossier.submission
    if letter is None:
        return [
            Reason("submission", N_("The nomination is not yet in a submission letter of the unit."), {}, "submission")
        ]
    reasons = []
    if not letter.has_minutes:
        reasons.append(Reason("minutes", N_("The minutes of the unit's meeting are not attached."), {}, "submission"))
    if letter.met_on is None or not letter.members or letter.present is None:
        message = N_("The date of the unit's meeting and its attendance are not entered.")
        reasons.append(Reason("meeting", message, {}, "submission"))
    return reasons


def unit_places_left(dossier: Dossier, actor: Actor) -> list[Reason]:
    """A hard limit of the campaign; only the department gives places on top, and says why."""
    own = N_("The unit has %(limit)s places for this award and has already used %(taken)s.")
    shared = N_("The unit has %(limit)s places for all awards together and has already used %(taken)s.")
    return [
        Reason("places", shared if one.shared else own, {"limit": one.limit, "taken": one.taken}, "places")
        for one in dossier.unit_places
        if one.full
    ]


def no_unanswered_match(dossier: Dossier, actor: Actor) -> list[Reason]:
    """No second award for the same achievement (Law 06/2022, art. 5.2.c): a match must be explained, never refused."""
    message = N_("A similar nomination exists (%(match)s). Say whether it is for the same achievement.")
    return [Reason("match", message, {"match": match}, "match") for match in dossier.unanswered_matches]


def received(dossier: Dossier, actor: Actor) -> list[Reason]:
    if dossier.received:
        return []
    return [Reason("received", N_("The department has not yet received this nomination."), {}, "vetting")]


def not_yet_received(dossier: Dossier, actor: Actor) -> list[Reason]:
    if not dossier.received:
        return []
    return [Reason("received", N_("The department has already received this nomination."), {}, "vetting")]


def unchanged_since_pledge(dossier: Dossier, actor: Actor) -> list[Reason]:
    """What was voted on is what is vetted and signed."""
    if dossier.material_hash == dossier.pledged_hash:
        return []
    message = N_("The content has changed since the unit submitted it, so it must go back to the vote.")
    return [Reason("changed", message, {}, "history")]


def only_named_parts_changed(dossier: Dossier, actor: Actor) -> list[Reason]:
    if dossier.supplement is None:
        return [Reason("supplement", N_("Nothing was asked for."), {}, "supplement")]
    message = N_("%(part)s was changed although it was not asked for.")
    extra = sorted(dossier.supplement.changed - dossier.supplement.named)
    return [Reason("supplement", message, {"part": dossier.part_name(part)}, f"criterion:{part}") for part in extra]


def decision_is_what_was_seen(dossier: Dossier, actor: Actor) -> list[Reason]:
    """What the minister saw is what is signed: a frozen decision, the same digest, the same content."""
    decision = dossier.decision
    if decision is None or decision.kind != "award" or decision.status != "frozen":
        return [Reason("decision", N_("The nomination is not in a frozen decision."), {}, "decision")]
    reasons = []
    if decision.digest is None or decision.digest != decision.seen_digest:
        message = N_("The decision has changed since it was shown to you. Read it again before you sign.")
        reasons.append(Reason("digest", message, {}, "decision"))
    if decision.material_hash != dossier.material_hash:
        message = N_("The content has changed since the decision was frozen.")
        reasons.append(Reason("changed", message, {}, "decision"))
    return reasons


def not_in_a_frozen_decision(dossier: Dossier, actor: Actor) -> list[Reason]:
    if dossier.decision is None or dossier.decision.status != "frozen":
        return []
    message = N_("The nomination is in a decision that awaits signature. Ask the department to take it out first.")
    return [Reason("decision", message, {}, "decision")]


def in_a_revocation(dossier: Dossier, actor: Actor) -> list[Reason]:
    if dossier.decision is not None and dossier.decision.kind == "revocation" and dossier.decision.status == "frozen":
        return []
    return [Reason("decision", N_("An award is revoked only through a revocation decision."), {}, "decision")]


def department_consents(dossier: Dossier, actor: Actor) -> list[Reason]:
    if dossier.withdrawal_consented:
        return []
    message = N_("After the vote, withdrawal needs the consent of the emulation department.")
    return [Reason("consent", message, {}, "consent")]


def not_already_held(dossier: Dossier, actor: Actor) -> list[Reason]:
    if not dossier.holds:
        return []
    return [Reason("hold", N_("The nomination is already on hold."), {}, "hold")]


def not_yet_published(dossier: Dossier, actor: Actor) -> list[Reason]:
    """Until the decision is published a hold still stops something; after it only a revocation takes an award away."""
    decision = dossier.decision
    if decision is not None and decision.kind == "award" and decision.status in ("signed", "issued"):
        return []
    return [Reason("decision", N_("The decision is published, so an award is only taken away by revoking it."))]


def is_held(dossier: Dossier, actor: Actor) -> list[Reason]:
    if dossier.holds:
        return []
    return [Reason("hold", N_("The nomination is not on hold."))]


def held_by_another(dossier: Dossier, actor: Actor) -> list[Reason]:
    """Whoever set a hold does not lift it."""
    if not hands(dossier, actor, Role.DEPARTMENT_HEAD, Role.AUDITOR) & {hold.set_by for hold in dossier.holds}:
        return []
    return [Reason("separation", N_("You set this hold, so another person must lift it."), {}, "hold")]
