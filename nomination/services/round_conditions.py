"""What must hold for an act on a round: whose it is, and every reason against it. Pure: the facts are given."""

from datetime import timedelta

from nomination.services.round_facts import CLOSED, KEYED, OPEN, PREPARING, REMIND_EVERY, Standing
from workflow.ballot import Method
from workflow.dossier import Reason
from workflow.words import N_


def leads(standing: Standing) -> bool:
    return standing.leads


def tells(standing: Standing) -> bool:
    return standing.tells


def leads_or_tells(standing: Standing) -> bool:
    return standing.leads or standing.tells


def chairs(standing: Standing) -> bool:
    return standing.chairs


def may_cancel(standing: Standing) -> bool:
    """Before the box opens its leader may drop the round; an open or closed box only the department."""
    return standing.heads_department or (standing.leads and standing.status in (PREPARING, KEYED))


def consents(standing: Standing) -> bool:
    """Whose agreement the leader needs: the head of the department; for the council also its secretary."""
    return standing.heads_department or (standing.council and standing.leads)


def second(standing: Standing) -> bool:
    """Who may confirm what another person typed: a teller of the round, or the department."""
    return standing.tells or standing.department


def not_confirmed(standing: Standing) -> list[Reason]:
    if not standing.confirmed:
        return []
    return [Reason("confirmed", N_("You have taken your code and typed it back. It cannot be shown again."))]


def code_taken(standing: Standing) -> list[Reason]:
    if standing.has_code:
        return []
    return [Reason("code", N_("Take your teller code first."))]


def no_code_taken(standing: Standing) -> list[Reason]:
    if not standing.codes_taken:
        return []
    message = N_("A teller has taken a code, so the round stays as it is. Cancel it and prepare another.")
    return [Reason("code", message)]


def tellers_confirmed(standing: Standing) -> list[Reason]:
    if not standing.tellers_unconfirmed or standing.method != Method.ELECTRONIC:
        return []
    message = N_("These tellers have not yet taken their code and typed it back: %(names)s.")
    return [Reason("tellers", message, {"names": standing.tellers_unconfirmed})]


def rehearsed(standing: Standing) -> list[Reason]:
    if standing.rehearsed or standing.method != Method.ELECTRONIC:
        return []
    message = N_("No trial ballot has been held yet. The leader or a teller holds one before the round opens.")
    return [Reason("rehearsal", message)]


def not_too_late(standing: Standing) -> list[Reason]:
    if standing.now < standing.closes_at:
        return []
    message = N_("The time for voting ended at %(closes)s. Cancel this round and prepare another.")
    return [Reason("window", message, {"closes": standing.closes_at})]


def time_up_or_all_voted(standing: Standing) -> list[Reason]:
    if standing.now >= standing.closes_at or standing.turnout.voted == standing.turnout.eligible:
        return []
    message = N_("The box closes at %(closes)s, or earlier only when everyone on the roll has voted.")
    return [Reason("window", message, {"closes": standing.closes_at})]


def voting_over(standing: Standing) -> list[Reason]:
    if standing.status == CLOSED or standing.now >= standing.closes_at:
        return []
    message = N_("The box is open until %(closes)s. It is counted after that.")
    return [Reason("window", message, {"closes": standing.closes_at})]


def something_left(standing: Standing) -> list[Reason]:
    if standing.uncarried:
        return []
    return [Reason("carried", N_("The result has been carried out for every nomination."))]


def agreement_open(standing: Standing) -> list[Reason]:
    if standing.chair_needed and not standing.chair_agreed:
        return []
    return [Reason("chair", N_("The rules ask for no further agreement of the chair here."))]


def still_open(standing: Standing) -> list[Reason]:
    if standing.now < standing.closes_at:
        return []
    return [Reason("window", N_("The time for voting ended at %(closes)s."), {"closes": standing.closes_at})]


def somebody_missing(standing: Standing) -> list[Reason]:
    if standing.turnout.voted < standing.turnout.eligible:
        return []
    return [Reason("turnout", N_("Everyone has voted."))]


def not_reminded_lately(standing: Standing) -> list[Reason]:
    if standing.reminded_at is None or standing.now - standing.reminded_at >= REMIND_EVERY:
        return []
    message = N_("Those who have not voted were reminded at %(at)s. They can be reminded again after %(hours)s hours.")
    hours = REMIND_EVERY // timedelta(hours=1)
    return [Reason("reminded", message, {"at": standing.reminded_at, "hours": hours})]


def leave_recorded(standing: Standing) -> list[Reason]:
    if standing.method != Method.WRITTEN or standing.leave:
        return []
    return [Reason("leave", N_("Record the leave not to meet first: who gave it, and the paper."))]


def longer_asked(standing: Standing) -> list[Reason]:
    if standing.longer_by is not None:
        return []
    return [Reason("longer", N_("Nobody has asked for a longer window."))]


def not_own_request(standing: Standing) -> list[Reason]:
    if standing.longer_by != standing.actor.person_id:
        return []
    return [Reason("own", N_("You asked for it; another person answers."))]


def nothing_asked(standing: Standing) -> list[Reason]:
    if standing.longer_by is None:
        return []
    return [Reason("longer", N_("A longer window has been asked for and waits for its answer."))]


def before_the_end(standing: Standing) -> list[Reason]:
    if standing.now < standing.closes_at:
        return []
    message = N_("Voting ended at %(closes)s. A window that has closed is not opened again.")
    return [Reason("window", message, {"closes": standing.closes_at})]


def opinions_known(standing: Standing) -> list[Reason]:
    if standing.method == Method.WRITTEN or standing.opinions_allowed:
        return []
    return [Reason("opinions", N_("The rules of this round know no opinions in writing of absent members."))]


def votes_unknown(standing: Standing) -> list[Reason]:
    """The tellers can count a closed box, and a meeting knows its figures. Where all write, there is neither."""
    if standing.status == OPEN or standing.method == Method.WRITTEN:
        return []
    message = N_("The votes may be known by now, so no opinion is entered or taken back any more.")
    return [Reason("known", message)]


def attendance_recorded(standing: Standing) -> list[Reason]:
    if standing.attended:
        return []
    return [Reason("attendance", N_("Record first who is present."))]


def quorum_present(standing: Standing) -> list[Reason]:
    if standing.quorate or not standing.attended:
        return []
    return [Reason("quorum", N_("Too few members are present for a valid vote."))]


def no_quorum(standing: Standing) -> list[Reason]:
    if not standing.quorate:
        return []
    return [Reason("quorum", N_("Enough members are present."))]


def typed_by_another(standing: Standing) -> list[Reason]:
    if standing.actor.person_id not in standing.figures_by:
        return []
    return [Reason("own", N_("You entered them; another person compares them with the signed paper and confirms."))]


def tie_seen(standing: Standing) -> list[Reason]:
    if standing.tie:
        return []
    return [Reason("tie", N_("No tie waits for the vote of the one who chairs."))]


def not_own_tie(standing: Standing) -> list[Reason]:
    if not standing.own_tie:
        return []
    return [
        Reason(
            "own",
            N_("One of the equals is a case of your own unit, so your vote cannot decide. They need another round."),
        )
    ]


def somebody_absent(standing: Standing) -> list[Reason]:
    if standing.absent > 0:
        return []
    return [Reason("absent", N_("Everyone on the roll took part."))]


def not_ended(standing: Standing) -> list[Reason]:
    if not standing.ended:
        return []
    return [Reason("ended", N_("Slips and keys have been destroyed."))]


def end_not_asked(standing: Standing) -> list[Reason]:
    if standing.end_asked_by is None:
        return []
    return [Reason("end", N_("It has been asked for and waits for another person."))]


def end_asked(standing: Standing) -> list[Reason]:
    if standing.end_asked_by is not None:
        return []
    return [Reason("end", N_("Nobody has asked for it."))]


def not_own_end(standing: Standing) -> list[Reason]:
    if standing.end_asked_by != standing.actor.person_id:
        return []
    return [Reason("own", N_("You asked for it; another person confirms."))]


def complaints_over(standing: Standing) -> list[Reason]:
    """Until then somebody may ask that the box be counted again."""
    until = standing.complaints_until
    if until is None:
        return [Reason("complaints", N_("The rules of this round do not say how long complaints may be made."))]
    if standing.now >= until:
        return []
    return [Reason("complaints", N_("Complaints may be made until %(until)s."), {"until": until})]


def nothing_uncarried(standing: Standing) -> list[Reason]:
    if not standing.uncarried:
        return []
    return [Reason("carried", N_("The result has not been carried out for every nomination."))]


def nothing_held(standing: Standing) -> list[Reason]:
    if not standing.holds:
        return []
    return [Reason("hold", N_("A nomination of this round is on hold."))]
