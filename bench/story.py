"""What happened to the nominations: rounds, decisions, register, transitions, verdicts and holds."""

import hashlib
from datetime import timedelta
from typing import Any

from bench.frame import CAMPAIGNS, CLUSTERS, UNITS, Frame, cluster_of, officer_of, put
from bench.rows import DEPARTMENT_OFFICER, SEAL, Drawn, code_of, execute, grouped
from nomination.extensions import db
from nomination.models import (
    Audit,
    CriterionVerdict,
    Decision,
    DecisionLine,
    HoldRecord,
    RegisterEntry,
    Round,
    RoundQuestion,
    RoundVoter,
    Transition,
)
from nomination.names import fold, match_key
from nomination.register_rows import position

TOGETHER = 30
LINES = 500
RULE = {"quorum": [2, 3, False], "threshold": [70, 100, False], "base": "eligible"}


def tell(drawn: list[Drawn], frame: Frame) -> None:
    rounds(drawn)
    decisions(drawn, frame)
    move(drawn)
    vet(drawn, frame)
    db.session.commit()


def rounds(drawn: list[Drawn]) -> None:
    """Counted rounds of the past, of clusters and of the council; in the running campaign some are being prepared."""
    past = [one for one in drawn if one.campaign < CAMPAIGNS and one.state != "withdrawn"]
    live = [one for one in drawn if one.campaign == CAMPAIGNS and one.state == "cluster_review" and one.received]
    council = [one for one in past if one.kind == "collective"]
    bodies = [("cluster", past), ("council", council), ("cluster", live)]
    found = [(body, group) for body, listed in bodies for _, group in grouped(listed, TOGETHER, by_unit=False)]
    held = sorted(found, key=lambda one: one[1][0].campaign)
    numbered = [(n, body, group) for n, (body, group) in enumerate(held, start=1)]
    put(Round, (_round(n, body, group) for n, body, group in numbered))
    put(RoundQuestion, ({
        "round_id": n, "nomination_id": one.id, "n": place, "eligible": 4, "material_hash": SEAL, "within_places": True,
    } | _outcome(one) for n, _, group in numbered for place, one in enumerate(group, start=1)))  # fmt: skip
    put(RoundVoter, ({
        "round_id": n, "person_id": officer_of(unit) + 1, "n": unit, "unit_id": unit, "capacity": "", "recused": [],
        "voted": group[0].campaign < CAMPAIGNS,
    } for n, body, group in numbered for unit in range(cluster_of(group[0].unit), UNITS + 1, CLUSTERS)))  # fmt: skip


def _outcome(one: Drawn) -> dict[str, Any]:
    """Totals appear when the box was counted."""
    if one.campaign == CAMPAIGNS:
        return dict.fromkeys(("yes", "no", "abstain", "invalid", "outcome"))
    passed = one.state == "awarded"
    totals = {"yes": 4 if passed else 1, "no": 0 if passed else 3, "abstain": 0, "invalid": 0}
    return totals | {"outcome": "carried" if passed else "not_carried"}


def _round(n: int, body: str, group: list[Drawn]) -> dict[str, Any]:
    first, past = group[0], group[0].campaign < CAMPAIGNS
    closes = first.at + timedelta(days=5 if past else 400)
    return {
        "id": n, "code": f"round-{n}", "campaign_id": first.campaign, "campaign_version_id": first.campaign,
        "body": body, "cluster_id": cluster_of(first.unit) if body == "cluster" else None, "title": f"Vòng {n}",
        "repeat_reason": "",
        "status": "counted" if past else "preparing", "opens_at": first.at, "closes_at": closes,
        "opened_at": first.at if past else None, "closed_at": closes if past else None,
        "counted_at": closes if past else None, "rule": RULE, "ruleset": "", "teller_quorum": 2,
        "definition": {} if past else None, "definition_hash": SEAL if past else None,
        "prepared_by_id": officer_of(first.unit) + 1, "cancel_reason": "", "version": 1,
    }  # fmt: skip


def decisions(drawn: list[Drawn], frame: Frame) -> None:
    """Published decisions with their lines and register entries."""
    awarded = [one for one in drawn if one.state == "awarded"]
    groups = list(enumerate((awarded[n : n + LINES] for n in range(0, len(awarded), LINES)), start=1))
    put(Decision, (_decision(n, group[0]) for n, group in groups))
    group_day = {n: group[0].at.date() for n, group in groups}
    lines = [(n, place, one) for n, group in groups for place, one in enumerate(group, start=1)]
    printed = {"award_name": "Bằng khen", "citation": "Đã có."}
    put(DecisionLine, (printed | {
        "decision_id": n, "nomination_id": one.id, "ordinal": place, "name": one.name, "unit_name": f"Vụ {one.unit}",
        "award": one.award, "material_hash": SEAL,
    } for n, place, one in lines))  # fmt: skip
    put(RegisterEntry, (printed | {
        "id": key, "code": f"register-{key}", "campaign_id": one.campaign, "decision_id": n, "nomination_id": one.id,
        "position": position(group_day[n], nomination_id=one.id), "kind": one.kind, "name_key": match_key(one.name),
        "class_code": "", "method": "thematic", "decision_number": f"{n}/QĐ", "decision_dated": group_day[n],
        "ordinal": place, "year": one.at.year, "name": one.name, "name_fold": fold(one.name), "unit_id": one.unit,
        "unit_name": f"Vụ {one.unit}", "award": one.award, "published_at": one.at,
        "search": fold(f"{one.name} Vụ {one.unit} Bằng khen {code_of(one, frame)}"),
    } for key, (n, place, one) in enumerate(lines, start=1)))  # fmt: skip


def _decision(n: int, first: Drawn) -> dict[str, Any]:
    people = {"prepared_by_id": DEPARTMENT_OFFICER, "frozen_by_id": DEPARTMENT_OFFICER + 1, "signed_by_id": 1,
              "issued_by_id": 2, "published_by_id": 2}  # fmt: skip
    moments = dict.fromkeys(("prepared_at", "frozen_at", "signed_at", "published_at"), first.at)
    return people | moments | {
        "id": n, "code": f"decision-{n}", "campaign_id": first.campaign, "kind": "award", "title": f"Quyết định {n}",
        "status": "published", "digest": SEAL, "number": f"{n}/QĐ", "dated": first.at.date(), "reason": "",
        "version": 1,
    }  # fmt: skip


def move(drawn: list[Drawn]) -> None:
    """One step from draft to where each stands, with its entry in the record: the database asks for both."""
    moved = [one for one in drawn if one.state != "draft"]
    put(Audit, ({
        "id": n, "at": one.at, "actor_id": officer_of(one.unit), "action": "nomination:submit", "facts": {},
        "subject_kind": "nomination", "subject_id": str(one.id), "previous": SEAL,
        "hash": hashlib.sha256(str(n).encode()).hexdigest(),
    } for n, one in enumerate(moved, start=1)))  # fmt: skip
    put(Transition, ({
        "nomination_id": one.id, "n": 1, "trigger": "submit", "from_state": "draft", "to_state": one.state,
        "at": one.at, "actor_id": officer_of(one.unit), "reason": "", "citation": "", "rules_hash": SEAL,
        "findings": {}, "audit_id": n,
    } for n, one in enumerate(moved, start=1)))  # fmt: skip
    execute(f"UPDATE audit_head SET last_id = {len(moved)}")
    execute(
        "UPDATE nomination SET steps = 1, state = t.to_state, awarded_decision_id = CASE WHEN t.to_state = 'awarded' "
        "THEN (SELECT decision_id FROM decision_line d WHERE d.nomination_id = nomination.id) END "
        "FROM transition t WHERE t.nomination_id = nomination.id"
    )


def vet(drawn: list[Drawn], frame: Frame) -> None:
    """Of those received in the running campaign a third is assessed whole; a few are held, a few wait for a waiver."""
    received = [one for one in drawn if one.state == "department_vetting" and one.received]
    waived = {"waiver_reason": "Có lý do.", "waiver_ground": "Văn bản"}
    none = {"waiver_reason": "", "waiver_ground": ""}
    put(CriterionVerdict, ({
        "nomination_id": one.id, "criterion": criterion, "note": "", "assessor_id": DEPARTMENT_OFFICER,
        "verdict": "waived" if one.id % 60 == 0 and place == 0 else "met", "assessed_at": one.at,
    } | (waived if one.id % 60 == 0 and place == 0 else none)
        for one in received if one.id % 3 == 0 for place, criterion in enumerate(frame.criteria)))  # fmt: skip
    put(HoldRecord, ({
        "nomination_id": one.id, "reason": "Có đơn.", "paper": "Số 1", "set_by_id": DEPARTMENT_OFFICER,
        "set_at": one.at, "lift_reason": "",
    } for one in received if one.id % 50 == 0))  # fmt: skip
