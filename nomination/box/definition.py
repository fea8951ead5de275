"""What a round is once it opens, as one hash: roll, questions, rules, key. A slip names it and belongs to it alone."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

Json = None | bool | int | str | Sequence["Json"] | Mapping[str, "Json"]


@dataclass(frozen=True)
class Question:
    """One nomination put to the vote: the hash of what the voters read, and who on the roll does not vote on it."""

    nomination: str
    material_hash: str
    recused: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Definition:
    """Everything fixed at opening. `rules` also holds what else must not change: window, tellers, disclosure."""

    round_code: str
    roll: Sequence[str]
    questions: Sequence[Question]
    rules: Mapping[str, Json]
    public_key: bytes

    def __post_init__(self) -> None:
        _require_distinct("voter", self.roll)
        _require_distinct("nomination", [question.nomination for question in self.questions])
        strangers = {voter for question in self.questions for voter in question.recused} - set(self.roll)
        if strangers:
            raise ValueError("somebody is recused who is not on the roll")


def definition_hash(definition: Definition) -> str:
    """64 hexadecimal digits. The roll is a set; the questions keep the order in which they stand on the ballot."""
    return hashlib.sha256(canonical(as_json(definition))).hexdigest()


def kept_whole(definition: Mapping[str, Json], *, stated: str | None, public_key: bytes | None) -> bool:
    """Whether a stored definition is that of the stated hash, and the key that ballots are sealed for is the one in it.
    Whoever put a key of his own beside it could read every ballot that comes after."""
    try:
        whole = hashlib.sha256(canonical(definition)).hexdigest() == stated
    except ValueError:
        return False
    return whole and definition.get("public_key", "") == (public_key or b"").hex()


def box_hash(slips: Iterable[tuple[bytes, bytes]]) -> str:
    """Commits to every slip (id, sealed bytes) in the box, whatever order they lie in."""
    return listed_hash([slip_id.hex(), hashlib.sha256(sealed).hexdigest()] for slip_id, sealed in slips)


def listed_hash(listed: Iterable[Sequence[str]]) -> str:
    """The same from the public list, which stays when the slips are destroyed: of each its id and its hash first."""
    return hashlib.sha256(canonical(sorted(list(one[:2]) for one in listed))).hexdigest()


def canonical(value: Json) -> bytes:
    """One spelling for one value: sorted keys, no spaces, UTF-8. Floats are refused: they have several spellings."""
    return json.dumps(
        _plain(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    ).encode()


def as_json(definition: Definition) -> dict[str, Json]:
    """The definition as it is kept and handed out, so that anybody can compute its hash again."""
    return {
        "round": definition.round_code,
        "roll": sorted(definition.roll),
        "questions": [
            {
                "nomination": question.nomination,
                "material_hash": question.material_hash,
                "recused": sorted(question.recused),
            }
            for question in definition.questions
        ],
        "rules": definition.rules,
        "public_key": definition.public_key.hex(),
    }


def _plain(value: object) -> object:
    """Only what JSON writes in one way; a key that is not text would be turned into text and could then collide."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, Mapping):
        if not all(isinstance(key, str) for key in value):
            raise ValueError("a key is text")
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    raise ValueError(f"{type(value).__name__} has no exact spelling")


def _require_distinct(what: str, codes: Sequence[str]) -> None:
    if len(set(codes)) != len(codes):
        raise ValueError(f"a {what} stands twice in the round")
