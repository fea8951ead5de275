"""Downloaded boxes for the independent count, made by the product's own box: honest ones, to be tampered with."""

import copy
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from nacl.public import PrivateKey

import kiemphieu
from nomination.box.codes import Cost, new_code, new_receipt
from nomination.box.definition import Definition, Question, as_json, box_hash, definition_hash
from nomination.box.open import count
from nomination.box.seal import new_box, new_lock, seal_slip, slip_id, unlock
from nomination.services.keys import read_lock, stored_lock
from workflow.ballot import Base, Choice, Rule, Share, passed, quorum_met

CHEAP = Cost(n=2)
QUORUM, THRESHOLD = Share(2, 3), Share(1, 2, strict=True)
REDUCE, KEEP = "recuse_reduce_denominator", "recuse_keep_denominator"
Ballots = Sequence[Mapping[str, Choice] | None]


@dataclass
class Downloaded:
    """The file, and what only people hold: the tellers' codes and each voter's receipt."""

    file: dict[str, Any]
    codes: list[str]
    receipts: list[str] = field(default_factory=list)

    def copy(self) -> "Downloaded":
        return copy.deepcopy(self)


def downloaded(
    ballots: Ballots, *, aside: Mapping[str, set[int]], rule: Rule | None = None, recusal: str = REDUCE,
    tellers: int = 3, needed: int = 2, min_voters: int = 0,
) -> Downloaded:  # fmt: skip
    """One entry of `ballots` for each person on the roll, None for who stayed away. `aside`: nomination -> recused."""
    rule = rule or Rule(QUORUM, THRESHOLD)
    roll = [f"{n}. Trần Thị {n} (Vụ {n})" for n in range(1, len(ballots) + 1)]
    codes = [new_code() for _ in range(tellers)]
    locks = [stored_lock(new_lock(code, CHEAP)) for code in codes]
    box = new_box([read_lock(lock) for lock in locks], needed)
    questions = [
        Question(code, hashlib.sha256(code.encode()).hexdigest(), frozenset(roll[n] for n in out))
        for code, out in aside.items()
    ]
    names = [f"Lê Văn {n}" for n in range(1, tellers + 1)]
    rules = {
        "title": "Bình xét khen thưởng", "opens_at": "2031-01-01T01:00:00+00:00",
        "closes_at": "2031-01-01T02:00:00+00:00", "rule": stored(rule) | {"recusal": recusal, "min_voters": min_voters},
        "tellers": [f"{n}. {name}" for n, name in enumerate(names, start=1)], "teller_quorum": needed,
    }  # fmt: skip
    definition = Definition("THU-P01", roll, questions, rules, box.public_key)
    sealed_under = definition_hash(definition)
    receipts = [new_receipt() for _ in roll]
    slips = [
        _slip(box.public_key, receipt, code, choice, sealed_under)
        for receipt, ballot in zip(receipts, ballots, strict=True) for code, choice in (ballot or {}).items()
    ]  # fmt: skip
    came = [name for name, ballot in zip(roll, ballots, strict=True) if ballot]
    made = {
        "round": "THU-P01", "status": "closed", "definition": as_json(definition), "definition_hash": sealed_under,
        "box_hash": "", "voted": len(came), "participants": came,
        "eligible": {code: len(roll) - (len(out) if recusal == REDUCE else 0) for code, out in aside.items()},
        "tellers": [{"n": n, "name": name, "lock": locks[n - 1]} for n, name in enumerate(names, start=1)],
        "wrappings": {"-".join(str(t + 1) for t in one.tellers): one.sealed.hex() for one in box.wrappings},
        "slips": sorted(slips, key=lambda slip: slip["id"]), "minutes": {}, "method": "electronic", "extensions": [],
        "written_opinions": [], "absences": {}, "destroyed": None, "places": {},
    }  # fmt: skip
    resealed(made)
    return Downloaded(made, codes, receipts)


def stored(rule: Rule) -> dict[str, Any]:
    shares = {"quorum": rule.quorum, "threshold": rule.threshold}
    return {key: [one.numerator, one.denominator, one.strict] for key, one in shares.items()} | {
        "base": rule.base.value
    }


def _slip(public_key: bytes, receipt: str, code: str, choice: Choice, sealed_under: str) -> dict[str, str]:
    sealed = seal_slip(public_key, choice, nomination=code, definition_hash=sealed_under)
    return {"id": slip_id(receipt, code, sealed), "nomination": code, "sealed": sealed.hex()}


def resealed(file: dict[str, Any]) -> None:
    """What a careful forger does last: both hashes fit the file again."""
    text = json.dumps(file["definition"], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    file["definition_hash"] = hashlib.sha256(text.encode()).hexdigest()
    file["box_hash"] = box_hash((bytes.fromhex(one["id"]), bytes.fromhex(one["sealed"])) for one in file["slips"])


def counted(box: Downloaded) -> Downloaded:
    """With the minutes that the product's own count writes."""
    file = box.file
    keys = {n: unlock(code, read_lock(file["tellers"][n]["lock"])) for n, code in enumerate(box.codes)}
    private = _private(file, keys)
    held = file["definition"]["rules"]["rule"]
    rule = Rule(Share(*held["quorum"]), Share(*held["threshold"]), Base(held["base"]))
    for code, eligible in file["eligible"].items():
        lying = [bytes.fromhex(one["sealed"]) for one in file["slips"] if one["nomination"] == code]
        tally = count(private, lying, nomination=code, definition_hash=file["definition_hash"]).tally(eligible)
        file["minutes"][code] = {
            "yes": tally.yes, "no": tally.no, "abstain": tally.abstain, "invalid": tally.invalid,
            "outcome": "carried" if quorum_met(tally, rule) and passed(tally, rule) else "not_carried",
            "within_places": True, "award": "bang_khen_bo", "withheld": False,
        }  # fmt: skip
    file["status"] = "counted"
    return box


def _private(file: dict[str, Any], keys: Mapping[int, bytes | None]) -> bytes:
    from nomination.box.open import unwrap
    from nomination.box.seal import Wrapping

    wrappings = [
        Wrapping(tuple(int(n) - 1 for n in tellers.split("-")), bytes.fromhex(sealed))
        for tellers, sealed in file["wrappings"].items()
    ]
    known = {n: key for n, key in keys.items() if key}
    return unwrap(wrappings, known, bytes.fromhex(file["definition"]["public_key"]))


def foreign_wrappings(file: dict[str, Any]) -> dict[str, str]:
    """The wrappings of another box, locked for the same tellers."""
    locks = [read_lock(one["lock"]) for one in file["tellers"]]
    return {"-".join(str(t + 1) for t in one.tellers): one.sealed.hex() for one in new_box(locks, 2).wrappings}


def every_set(numbers: Sequence[int], needed: int) -> list[tuple[int, ...]]:
    return [one for size in range(needed, len(numbers) + 1) for one in combinations(numbers, size)]


def other_key() -> str:
    return bytes(PrivateKey.generate().public_key).hex()


@dataclass(frozen=True)
class Told:
    status: int
    text: str


class Program:
    """`kiemphieu.py` as a person starts it, with files in a folder of its own."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self.capsys = folder, capsys

    def count(self, box: Downloaded, *more: str, codes: Sequence[str] | None = None) -> Told:
        return self.run("dem", box, "--tep-ma", self.written("\n".join(box.codes if codes is None else codes)), *more)

    def check(self, box: Downloaded, receipt: str, *more: str) -> Told:
        return self.run("kiem", box, "--tep-ma", self.written(receipt), *more)

    def run(self, act: str, box: Downloaded, *more: str) -> Told:
        path = self.folder / "hom.json"
        path.write_text(json.dumps(box.file, ensure_ascii=False, sort_keys=True, indent=1), "utf-8")
        return self.raw(act, str(path), *more)

    def written(self, text: str) -> str:
        path = self.folder / "ma.txt"
        path.write_text(text, "utf-8")
        return str(path)

    def raw(self, *arguments: str) -> Told:
        self.capsys.readouterr()
        try:
            status = kiemphieu.main(list(arguments))
        except SystemExit as ended:
            status = int(str(ended.code))
        told = self.capsys.readouterr()
        assert "Traceback" not in told.out + told.err
        return Told(status, told.out + told.err)
