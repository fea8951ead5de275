"""Nominations that no unit has submitted yet follow the version in force; one that is submitted keeps its own rules.

What was answered to a criterion that is no more stays where it is and does not count.
"""

from collections import Counter

from sqlalchemy import ColumnElement, and_, func, insert, literal, select, update

from nomination.dossier_rows import SUBMITTING
from nomination.dossiers import campaign_of
from nomination.extensions import db
from nomination.models import Campaign, CampaignVersion, CriterionAnswer, Nomination
from nomination.queries.campaigns import version_in_force
from nomination.services.transaction import Invalid
from workflow.campaign import Campaign as Rules
from workflow.criteria import name_of
from workflow.dossier import Criterion, NomineeKind
from workflow.words import N_, Word

AWARD_GONE = N_(
    "This version takes away “%(award)s” (%(kind)s), and nominations for it that are not submitted yet: %(count)s."
    " Keep the award, or let the units choose another one first."
)
KIND_CHANGED = N_(
    "Criterion %(number)s is checked in another way than before, and nominations not submitted yet that answer it:"
    " %(count)s. Keep the way it is checked, or give the new criterion another code."
)
Used = Counter[tuple[str, str]]


def refuse_breaking(previous: CampaignVersion, version: CampaignVersion) -> None:
    """A new version keeps what nominations under way rest on: their award, and the way their answers are read."""
    before, after = campaign_of(previous), campaign_of(version)
    used = _used(previous)
    problems = [*_awards_gone(before, after, used), *_kinds_changed(before, after, used)]
    if problems:
        raise Invalid({"": problems})


def _used(previous: CampaignVersion) -> Used:
    """How many follow the version that is in force until now, by kind of nominee and award."""
    query = (
        select(Nomination.kind, Nomination.award, func.count())
        .where(_following(previous))
        .group_by(Nomination.kind, Nomination.award)
    )
    return Counter({(kind, award): count for kind, award, count in db.session.execute(query)})


def _following(version: CampaignVersion) -> ColumnElement[bool]:
    return and_(
        Nomination.campaign_id == version.campaign_id, Nomination.campaign_version_id == version.id,
        Nomination.state.in_(SUBMITTING),
    )  # fmt: skip


def _awards_gone(before: Rules, after: Rules, used: Used) -> list[tuple[str, dict[str, object]]]:
    return [
        (AWARD_GONE, {"award": before.award(award).name, "kind": Word(NomineeKind(kind).label), "count": count})
        for (kind, award), count in sorted(used.items())
        if not _offers(after, kind, award)
    ]


def _offers(rules: Rules, kind: str, award: str) -> bool:
    return award in {one.code for one in rules.awards_for(NomineeKind(kind))}


def _kinds_changed(before: Rules, after: Rules, used: Used) -> list[tuple[str, dict[str, object]]]:
    changed = [
        (one, sum(n for (kind, _), n in used.items() if kind in one.applies_to)) for one in _other(before, after)
    ]
    return [(KIND_CHANGED, {"number": one.number, "count": count}) for one, count in changed if count]


def _other(before: Rules, after: Rules) -> list[Criterion]:
    """The criteria that `after` checks in another way than `before` under the same code."""
    kinds = {one.code: name_of(one.kind) for one in after.criteria}
    return [one for one in before.criteria if kinds.get(one.code, name_of(one.kind)) != name_of(one.kind)]


def follow(previous: CampaignVersion, version: CampaignVersion) -> int:
    """Every nomination that follows `previous` follows `version` from now on; answers how many those are.

    A page that was open on one of them shows an older version of it now. The same few statements for any number.
    """
    following = _following(previous)
    db.session.execute(select(Nomination.id).where(following).order_by(Nomination.id).with_for_update())
    for criterion in campaign_of(version).criteria:
        db.session.execute(_missing_answers(criterion, following))
    moved = update(Nomination).where(following).values(campaign_version_id=version.id, version=Nomination.version + 1)
    return int(db.session.execute(moved.execution_options(synchronize_session="fetch")).rowcount)


def _missing_answers(criterion: Criterion, following: ColumnElement[bool]) -> object:
    """An empty answer to the criterion for each nomination that it applies to and that has none."""
    answered = select(CriterionAnswer).where(
        CriterionAnswer.nomination_id == Nomination.id, CriterionAnswer.criterion == criterion.code
    )
    lists = (CriterionAnswer.figures, CriterionAnswer.affirmed, CriterionAnswer.initiatives)
    blank = [literal([], column.type) for column in lists]
    asked = select(Nomination.id, literal(criterion.code), literal(""), *blank).where(
        following, Nomination.kind.in_(sorted(criterion.applies_to)), ~answered.exists()
    )
    columns = (CriterionAnswer.nomination_id, CriterionAnswer.criterion, CriterionAnswer.narrative, *lists)
    return insert(CriterionAnswer).from_select(columns, asked)


def follow_again(nomination: Nomination) -> bool:
    """A nomination that was submitted and came back follows the version in force, unless that has no place for it: then
    it keeps the rules it was submitted under. The campaign is locked, so that no version comes into force meanwhile."""
    db.session.execute(select(Campaign.id).where(Campaign.id == nomination.campaign_id).with_for_update())
    version = version_in_force(nomination.campaign_id)
    if version is None:
        return False
    before, after = campaign_of(nomination.campaign_version), campaign_of(version)
    if version.id == nomination.campaign_version_id or not _offers(after, nomination.kind, nomination.award):
        return False
    if any(nomination.kind in one.applies_to for one in _other(before, after)):
        return False
    nomination.campaign_version = version
    answered = {answer.criterion for answer in nomination.answers}
    for criterion in after.criteria:
        if nomination.kind in criterion.applies_to and criterion.code not in answered:
            nomination.answers.append(
                CriterionAnswer(criterion=criterion.code, figures=[], affirmed=[], initiatives=[])
            )
    return True
