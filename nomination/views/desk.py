"""The desk: what waits for whoever is signed in, and until when."""

from datetime import date, datetime, time, timedelta

from flask import Blueprint, render_template
from flask_babel import gettext
from flask_login import current_user

from nomination import clock
from nomination.access import signed_in
from nomination.pages import until, who_did
from nomination.queries import conduct, dossier_history
from nomination.queries.desk import Desk, Group, desk_of
from nomination.queries.record import Seen
from nomination.views.decision_words import HAPPENED
from workflow.vocabulary import Role, State, Trigger
from workflow.words import N_

blueprint = Blueprint("desk", __name__)

ACTS = {
    **dossier_history.ACTS,
    **conduct.ACTS,
    "nomination:create": N_("Draft created"),
    "conduct:read": N_("Entry read"),
    "history:read": N_("History of a person or collective read"),
    "history:look_up": N_("Name looked up in the histories"),
    "consultation:read": N_("Feedback of the public read"),
    "complaint:read": N_("Complaint read"),
    "calendar:enter": N_("Days off entered"),
    "calendar:take_out": N_("Day off taken out"),
    "consultation:open": N_("List shown to the public"),
    "consultation:feedback": N_("Feedback of the public kept"),
    "consultation:weigh": N_("Feedback of the public weighed"),
    "consultation:end": N_("List ended before its term"),
    "campaign:launch": N_("Campaign put in force"),
    "campaign:begin": N_("Draft of a campaign begun"),
    "campaign:write": N_("Draft of a campaign changed"),
    "campaign:discard": N_("Draft of a campaign discarded"),
    "bonus:pay": N_("Payment of a bonus recorded"),
    "campaign:reach": N_("Scope and length of a campaign recorded"),
    "complaint:record": N_("Complaint recorded"),
    "complaint:accept": N_("Complaint accepted"),
    "complaint:end": N_("Complaint settled"),
    "handover:record": N_("Handing over recorded"),
    "handover:confirm": N_("Handing over confirmed"),
    "handover:undo": N_("Record of a handing over taken back"),
    "namesake:find": N_("Namesakes told apart"),
    "paper:make": N_("Paper made"),
    "recovery:record": N_("Recovery of an award recorded"),
    "round:disagree": N_("Disagreement of the chair recorded"),
    "stock:place": N_("Places on the printed stock set"),
    "campaign:extra_places": N_("Extra places given"),
    "past_decision:import": N_("Earlier decision taken over"),
    "nomination:follow": N_("Follows the campaign's new version"),
    "nomination:write": N_("Draft changed"),
    "submission:send": N_("Submission letter sent"),
    "plan:record": N_("Unit's own response recorded"),
    "report:record": N_("Mid-term report recorded"),
    "question:ask": N_("Question asked"),
    "question:answer": N_("Question answered"),
    "question:share": N_("Question and answer shown to all units"),
    "leading:delegate": N_("Leading of a cluster delegated"),
    "leading:end": N_("Delegation of the leading ended"),
    "note:write": N_("Private note written"),
    "note:delete": N_("Private note deleted"),
    "discussion:add": N_("Contribution to the discussion"),
    "scoring:open": N_("Scoring opened"),
    "scoring:write": N_("Score sheet written"),
    "scoring:send": N_("Score sheet sent"),
    "scoring:close": N_("Scoring ended"),
    "scoring:cancel": N_("Scoring cancelled"),
    "round:score": N_("Result of score sheets"),
    "round:prepare": N_("Round prepared"),
    "round:change": N_("Round changed"),
    "round:paper": N_("Paper of a round attached"),
    "round:paper_away": N_("Paper of a round taken away"),
    "round:code": N_("Teller code issued"),
    "round:confirm_code": N_("Teller code typed back"),
    "round:rehearse": N_("Trial ballot held"),
    "round:open": N_("Round opened"),
    "round:cast": N_("Ballot cast"),
    "round:remind": N_("Those who have not voted reminded"),
    "round:close": N_("Round closed"),
    "round:count": N_("Round counted"),
    "round:agree": N_("Chair's agreement recorded"),
    "round:leave": N_("Leave not to meet recorded"),
    "round:attendance": N_("Attendance of a paper round recorded"),
    "round:figures": N_("Figures of a paper round entered"),
    "round:approve": N_("Figures confirmed by another person"),
    "round:opinion": N_("Opinion in writing entered"),
    "round:opinion_back": N_("Opinion in writing taken back"),
    "round:absences": N_("Reasons of absence recorded"),
    "round:extend": N_("Longer window asked for"),
    "round:extend_answer": N_("Request for a longer window answered"),
    "round:settle": N_("Tie settled by the one who chairs"),
    "round:end": N_("Destruction of slips and keys asked for"),
    "round:destroy": N_("Slips and keys destroyed"),
    "round:carry": N_("Result carried out"),
    "round:cancel": N_("Round cancelled"),
    "council:enter": N_("Composition of the council entered"),
    "council:confirm": N_("Composition of the council confirmed"),
    "council:refuse": N_("Composition of the council sent back"),
}
"""The acts of the record that are no step of the process, in words."""

LISTS: dict[str, tuple[str, dict[str, str]]] = {
    "drafts": ("nominations.index", {"state": State.DRAFT}),
    "approvals": ("nominations.index", {"state": State.UNIT_APPROVAL}),
    "supplements": ("nominations.index", {"state": State.SUPPLEMENT}),
    "unvoted": ("nominations.index", {"state": State.CLUSTER_REVIEW}),
    "uncouncilled": ("nominations.index", {"state": State.COUNCIL_REVIEW}),
    "undecided": ("nominations.index", {"state": State.MINISTER_SIGNOFF}),
    "returned": ("nominations.index", {"state": State.SUPPLEMENT}),
    "proposed": ("proposals.index", {}),
    "held": ("vetting.index", {"part": "held"}),
    "unreceived": ("vetting.index", {"part": "unreceived"}),
    "assessing": ("vetting.index", {"part": "assessing"}),
    "judged": ("vetting.index", {"part": "decidable"}),
    "heard": ("consultations.index", {}),
    "waivers": ("vetting.index", {"part": "assessing"}),
}
"""Where the rest of a kind of work can be found when the desk shows only the first of it."""


@blueprint.get("/")
@signed_in
def show() -> str:
    desk = desk_of(current_user.actor)
    held = current_user.actor.roles()
    return render_template(
        "desk/show.html", desk=desk, figures=_figures(desk), recent=[_told(seen) for seen in desk.recent],
        roles=[gettext(role.label) for role in Role if role in held], overdue=_overdue, lists=LISTS,
    )  # fmt: skip


def _figures(desk: Desk) -> list[dict[str, str]]:
    return [
        {"figure": group.figure, "label": gettext(group.title), "hint": _earliest(group), "href": f"#{group.key}"}
        for group in desk.groups
    ]


def _earliest(group: Group) -> str:
    """The nearest day by which something of the group is due."""
    limits = sorted((_end(task.due), task.due) for task in group.tasks if task.due is not None)
    return gettext("The first is due: %(when)s", when=until(limits[0][1])) if limits else ""


def _end(due: date | datetime) -> datetime:
    """The moment at which it is late; a day lasts to its end."""
    if isinstance(due, datetime):
        return due.astimezone(clock.VIETNAM)
    return datetime.combine(due + timedelta(days=1), time.min, clock.VIETNAM)


def _overdue(due: date | datetime) -> bool:
    """A moment is past when it is reached; a day when it is over."""
    return due <= clock.now() if isinstance(due, datetime) else due < clock.today()


def _told(seen: Seen) -> dict[str, object]:
    noun, _, act = seen.entry.action.partition(":")
    steps = {trigger.value: trigger.label for trigger in Trigger}
    label = (
        ACTS.get(seen.entry.action)
        or HAPPENED.get(seen.entry.action)
        or (steps.get(act) if noun == "nomination" else None)
    )
    what = gettext(label) if label else seen.entry.action
    return {"what": f"{what}: {seen.entry.subject_id}", "who": who_did(seen), "when": seen.entry.at}
