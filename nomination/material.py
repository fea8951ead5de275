"""What counts as the content of a nomination: hashed whole for the vote, and part by part for a supplement."""

import hashlib
import json
from typing import Any

from nomination.facts import affirmed_keys
from nomination.models import CriterionAnswer, Evidence, Nomination

NOMINEE = "nominee"
"""The part of a nomination that is not a criterion: who is proposed, for what, and the lines about it."""


def material_hash(nomination: Nomination, answers: dict[str, CriterionAnswer]) -> str:
    """What is voted on, vetted and signed: who, for what, and every answer. Files are evidence, not content."""
    content = {"nominee": _nominee(nomination), "answers": {code: _spoken(a) for code, a in sorted(answers.items())}}
    return _hash(content)


def part_hashes(
    nomination: Nomination, answers: dict[str, CriterionAnswer], evidence: dict[str, list[Evidence]]
) -> dict[str, str]:
    """One hash for each part that the department may ask to complete; here the files of a criterion belong to it."""
    files = {code: sorted(one.sha256 for one in listed) for code, listed in evidence.items()}
    parts = {code: _hash([_spoken(answer), files.get(code, [])]) for code, answer in answers.items()}
    return parts | {NOMINEE: _hash(_nominee(nomination))}


def nominee_seal(nomination: Nomination) -> str:
    """For whom the head affirms: another person, post or place is another nominee; the account of him is not."""
    lines = ("kind", "nominee_title", "nominee_name", "nominee_post", "nominee_place")
    return _hash([getattr(nomination, name) for name in lines])


def _nominee(nomination: Nomination) -> list[str]:
    return [
        nomination.kind, nomination.award, nomination.nominee_title, nomination.nominee_name, nomination.nominee_post,
        nomination.nominee_place, nomination.class_code, nomination.summary, nomination.citation,
    ]  # fmt: skip


def _spoken(answer: CriterionAnswer) -> list[Any]:
    """Initiatives only where there are some, so that what was pledged before they existed keeps its hash."""
    spoken = [answer.narrative, answer.figures, affirmed_keys(answer)]
    return [*spoken, answer.initiatives] if answer.initiatives else spoken


def _hash(content: object) -> str:
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
