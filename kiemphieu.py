#!/usr/bin/env python3
"""Kiểm phiếu độc lập: đếm lại hòm phiếu tải về, và tìm phiếu theo mã biên nhận. Counts a downloaded ballot box again.

One file with its own code: it shares nothing with the product whose count it checks. It reads the box (JSON) and what
people type, writes nothing, and asks no network. It needs Python 3.11 and PyNaCl (`pip install pynacl`).

    python3 kiemphieu.py dem HOM.json       count again with the tellers' codes, asked without echo
    python3 kiemphieu.py kiem HOM.json      is my slip in the box: with the receipt, never what the slip says

What only the file says proves little, for whoever changes a file can change its hashes too. Give the two hashes of the
signed minutes with --dau-phien and --dau-hom, or compare them by eye. `--en` speaks English.
Ends with 0: right, 1: differs, 2: unreadable or misused.
"""

import argparse
import getpass
import hashlib
import hmac
import io
import json
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from pathlib import Path
from typing import Any, NoReturn

try:
    from nacl.exceptions import CryptoError
    from nacl.public import PrivateKey, SealedBox
except ImportError:
    sys.exit("Cần thư viện PyNaCl: pip install pynacl (PyNaCl is needed: pip install pynacl)")

RIGHT, DIFFERS, UNREADABLE = 0, 1, 2
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
MOST_BYTES, MOST_SLIPS, MOST_SETS, MOST_TELLERS, MOST_MEMORY = 64 * 2**20, 200_000, 40, 20, 2**28
SEALED_BYTES, SLIP_BYTES = 114, 66
CHOICES = {1: "yes", 2: "no", 3: "abstain"}
FIGURES = ("yes", "no", "abstain", "invalid")
SPOKEN = {
    "yes": ("đồng ý", "agree"),
    "no": ("không đồng ý", "do not agree"),
    "abstain": ("không có ý kiến", "no opinion"),
    "invalid": ("không hợp lệ", "invalid"),
    "withheld": (
        "không công bố số phiếu, vì so với phiên khác có danh sách gần giống sẽ lộ phiếu của một hai người",
        "figures withheld, for beside another round of almost the same roll they would tell how one or two chose",
    ),
    "carried": ("ĐẠT tỷ lệ quy định", "required share REACHED"),
    "not_carried": ("KHÔNG ĐẠT tỷ lệ quy định", "required share NOT REACHED"),
}

Said = tuple[str, str]
"""One sentence in Vietnamese and in English."""


class Unreadable(Exception):
    """The file, or what was typed, cannot be worked with; in one sentence."""

    def __init__(self, vietnamese: str, english: str) -> None:
        super().__init__(english)
        self.said: Said = (vietnamese, english)


@dataclass(frozen=True)
class Slip:
    """A slip as it lies in the box. A list made after the slips were destroyed holds their digests only."""

    id: str
    nomination: str
    digest: str
    sealed: bytes | None


@dataclass(frozen=True)
class Teller:
    """Of a code the box holds only its lock: salt, cost and the public key that the code makes."""

    n: int
    name: str
    salt: bytes
    public_key: bytes
    cost: tuple[int, int, int]


@dataclass(frozen=True)
class Box:
    """The file, read and measured but not yet believed."""

    code: str
    title: str
    status: str
    definition: dict[str, Any]
    stated: dict[str, str]
    roll: tuple[str, ...]
    recused: dict[str, frozenset[str]]
    rule: dict[str, Any]
    public_key: bytes
    teller_names: tuple[str, ...]
    teller_quorum: int
    tellers: tuple[Teller, ...]
    wrappings: dict[tuple[int, ...], bytes]
    slips: tuple[Slip, ...]
    eligible: dict[str, int]
    voted: int
    participants: tuple[str, ...] | None
    minutes: dict[str, dict[str, Any]]
    places: dict[str, int]
    written: tuple[tuple[str, str, str], ...]
    """Opinions in writing of members who were absent, open: name on the roll, nomination, choice."""

    extensions: tuple[tuple[str, str], ...]
    destroyed: bool

    @property
    def able(self) -> list[str]:
        """Those on the roll who have at least one slip to cast."""
        return [one for one in self.roll if any(one not in aside for aside in self.recused.values())]

    @property
    def quorate(self) -> bool:
        return reached(self.rule["quorum"], self.voted, len(self.able))

    @property
    def too_few(self) -> bool:
        """So few slips of one nomination that its totals would tell choices: such a box is not opened either."""
        return any(len(self.lying(code)) < self.rule["min_voters"] for code in self.recused)

    def withheld(self, nomination: str) -> bool:
        """The minutes give the outcome of this nomination and no figures, and so does this program."""
        return bool(self.minutes.get(nomination, {}).get("withheld"))

    def lying(self, nomination: str) -> list[Slip]:
        return [slip for slip in self.slips if slip.nomination == nomination]


# Reading. Nothing in the file is trusted: not its size, its depth, its types, nor the cost of its locks.


def read_box(path: str) -> Box:
    try:
        with Path(path).open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise Unreadable(
            f"Không mở được tệp: {error.strerror}.", f"The file cannot be opened: {error.strerror}."
        ) from None
    if len(raw) > MOST_BYTES:
        raise Unreadable("Tệp quá lớn, không phải hòm phiếu.", "The file is too large to be a ballot box.")
    try:
        found = json.loads(raw, object_pairs_hook=_once, parse_float=_no_float, parse_constant=_no_float)
        return _box(_a(dict, found, "tệp"))
    except (ValueError, RecursionError, KeyError, TypeError, OverflowError) as error:
        what = clean(str(error))[:120] if isinstance(error, ValueError | KeyError) else type(error).__name__
        raise Unreadable(
            f"Tệp không phải hòm phiếu tải về từ phần mềm, hoặc đã hỏng ({what}).",
            f"The file is not a box downloaded from the product, or it is damaged ({what}).",
        ) from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def _no_float(text: str) -> NoReturn:
    raise ValueError(f"{text[:20]} is not a whole number")


def _a(kind: type, value: Any, where: str) -> Any:
    if type(value) is not kind:
        raise ValueError(f"{where}: {kind.__name__}")
    return value


def _bytes(value: Any, where: str, length: int | None = None) -> bytes:
    found = bytes.fromhex(_a(str, value, where))
    if length is not None and len(found) != length:
        raise ValueError(f"{where}: {length} bytes")
    return found


def _figure(value: Any, where: str) -> int:
    if not 0 <= _a(int, value, where) <= MOST_SLIPS:
        raise ValueError(f"{where}: 0..{MOST_SLIPS}")
    return int(value)


def _names(value: Any, where: str) -> tuple[str, ...]:
    return tuple(_a(str, one, where) for one in _a(list, value, where))


def _box(file: dict[str, Any]) -> Box:
    definition = _a(dict, file["definition"], "definition")
    rules, questions = _a(dict, definition["rules"], "rules"), _a(list, definition["questions"], "questions")
    if file.get("method", "electronic") != "electronic":
        raise ValueError("method")
    destroyed = file.get("destroyed")
    listed = _a(dict, destroyed, "destroyed")["slips"] if destroyed is not None else file["slips"]
    slips = tuple(_slip(one) for one in _a(list, listed, "slips"))
    if len(slips) > MOST_SLIPS:
        raise ValueError("slips")
    tellers = tuple(_teller(one) for one in _a(list, file.get("tellers", []), "tellers"))
    if len(tellers) > MOST_TELLERS:
        raise ValueError("tellers")
    participants = file.get("participants")
    minutes = _a(dict, file.get("minutes", {}), "minutes")
    return Box(
        code=_a(str, file["round"], "round"),
        title=_a(str, rules["title"], "title"),
        status=_a(str, file.get("status", ""), "status"),
        definition=definition,
        stated={key: _a(str, file[key], key) for key in ("definition_hash", "box_hash")},
        roll=_names(definition["roll"], "roll"),
        recused={
            _a(str, one["nomination"], "nomination"): frozenset(_names(one["recused"], "recused")) for one in questions
        },
        rule=_rule(_a(dict, rules["rule"], "rule")),
        public_key=_bytes(definition["public_key"], "public_key", 32),
        teller_names=_names(rules["tellers"], "tellers"),
        teller_quorum=_figure(rules["teller_quorum"], "teller_quorum"),
        tellers=tellers,
        wrappings=_wrappings(_a(dict, file.get("wrappings", {}), "wrappings")),
        slips=slips,
        eligible={key: _figure(one, "eligible") for key, one in _a(dict, file["eligible"], "eligible").items()},
        voted=_figure(file["voted"], "voted"),
        participants=None if participants is None else _names(participants, "participants"),
        minutes={key: _line(_a(dict, one, "minutes")) for key, one in minutes.items()},
        places={key: _figure(one, "places") for key, one in _a(dict, file.get("places", {}), "places").items()},
        written=tuple(_opinion(one) for one in _a(list, file.get("written_opinions", []), "written_opinions")),
        extensions=tuple(
            (_a(str, one["from"], "from"), _a(str, one["to"], "to"))
            for one in _a(list, file.get("extensions", []), "extensions")
        ),
        destroyed=destroyed is not None,
    )


def _rule(rule: dict[str, Any]) -> dict[str, Any]:
    for key in ("quorum", "threshold"):
        part, whole, strict = _a(list, rule[key], key)
        if not 0 < _figure(part, key) <= _figure(whole, key) or (_a(bool, strict, key) and part == whole):
            raise ValueError(key)
    _figure(rule.setdefault("min_voters", 0), "min_voters")
    if rule["base"] not in ("eligible", "present", "valid"):
        raise ValueError("base")
    return rule


def _line(line: dict[str, Any]) -> dict[str, Any]:
    if not _a(bool, line.setdefault("withheld", False), "withheld"):
        for key in FIGURES:
            _figure(line[key], key)
    _a(bool, line["within_places"], "within_places")
    _a(str, line["award"], "award")
    return line


def _slip(slip: Any) -> Slip:
    place = _bytes(_a(dict, slip, "slip")["id"], "id", 32).hex()
    sealed = _bytes(slip["sealed"], "sealed") if "sealed" in slip else None
    digest = _bytes(slip["sha256"], "sha256", 32).hex() if sealed is None else hashlib.sha256(sealed).hexdigest()
    return Slip(place, _a(str, slip["nomination"], "nomination"), digest, sealed)


def _opinion(opinion: Any) -> tuple[str, str, str]:
    name, nomination, choice = (_a(str, opinion[key], key) for key in ("name", "nomination", "choice"))
    if choice not in CHOICES.values():
        raise ValueError("choice")
    return name, nomination, choice


def _teller(teller: Any) -> Teller:
    lock = _a(dict, _a(dict, teller, "teller")["lock"], "lock")
    n, r, p = (_a(int, one, "cost") for one in _a(list, lock["cost"], "cost"))
    if n < 2 or n & (n - 1) or r < 1 or not 1 <= p <= 4 or 128 * n * r > MOST_MEMORY:
        raise ValueError("cost")
    salt = _bytes(lock["salt"], "salt")
    return Teller(
        _figure(teller["n"], "n"),
        _a(str, teller["name"], "name"),
        salt,
        _bytes(lock["public_key"], "lock", 32),
        (n, r, p),
    )


def _wrappings(wrappings: dict[str, Any]) -> dict[tuple[int, ...], bytes]:
    if len(wrappings) > MOST_SETS:
        raise ValueError("wrappings")
    return {tuple(int(n) for n in key.split("-")): _bytes(one, "wrappings") for key, one in wrappings.items()}


# What can be checked without opening anything.


def canonical(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def hashes(box: Box) -> dict[str, str]:
    listed = sorted([slip.id, slip.digest] for slip in box.slips)
    return {
        "definition_hash": hashlib.sha256(canonical(box.definition)).hexdigest(),
        "box_hash": hashlib.sha256(canonical(listed)).hexdigest(),
    }


def against_box(box: Box, printed: dict[str, str]) -> list[Said]:
    """Everything that the file says about itself, and the hashes of the minutes where they were given."""
    found = [*_against_hashes(box, printed), *_against_roll(box), *_against_slips(box), *_against_tellers(box)]
    found += [*_against_opinions(box), *_against_extensions(box)]
    if box.definition.get("round") != box.code:
        found.append(
            ("Số hiệu phiên không phải của nội dung này.", "The code of the round is not that of its definition.")
        )
    if (box.status == "counted") != bool(box.minutes):
        found.append(
            ("Tình trạng của phiên và biên bản không khớp.", "The status of the round contradicts its minutes.")
        )
    return found


def _against_hashes(box: Box, printed: dict[str, str]) -> list[Said]:
    found: list[Said] = []
    names = {
        "definition_hash": (
            "Danh sách, nội dung, quy tắc, thời gian, tổ kiểm phiếu hoặc khóa bị thay: dấu kiểm tra phiên không khớp",
            "Roll, questions, rules, window, tellers or key were changed: the hash of the round does not match",
        ),
        "box_hash": (
            "Có phiếu bị thêm, bớt hoặc sửa sau khi đóng hòm: dấu kiểm tra hòm phiếu không khớp",
            "Slips were added, removed or changed after closing: the hash of the box does not match",
        ),
    }
    for key, real in hashes(box).items():
        if real != box.stated[key].lower():
            found.append((f"{names[key][0]} (trong tệp).", f"{names[key][1]} (in the file)."))
        if printed.get(key) and not real.startswith(printed[key]):
            found.append((f"{names[key][0]} (trên biên bản).", f"{names[key][1]} (on the minutes)."))
    return found


def _against_roll(box: Box) -> list[Said]:
    found: list[Said] = []
    if len(set(box.roll)) != len(box.roll) or any(not aside <= set(box.roll) for aside in box.recused.values()):
        found.append(("Danh sách người bỏ phiếu tự mâu thuẫn.", "The roll of voters contradicts itself."))
    left = {code: len(box.roll) - len(aside) for code, aside in box.recused.items()}
    reduce = box.rule.get("recusal") == "recuse_reduce_denominator"
    if box.eligible != {code: left[code] if reduce else len(box.roll) for code in left}:
        found.append(
            ("Số thành viên tính tỷ lệ không đúng với danh sách.", "The number of members is not that of the roll.")
        )
    if box.participants is not None:
        came = set(box.participants)
        if len(came) != len(box.participants) or not came <= set(box.able) or len(came) != box.voted:
            found.append(("Danh sách người đã bỏ phiếu không khớp.", "The list of those who voted does not match."))
    elif box.voted > len(box.able):
        found.append(("Số người đã bỏ phiếu lớn hơn danh sách.", "More voted than the roll holds."))
    return found


def _against_slips(box: Box) -> list[Said]:
    found: list[Said] = []
    places, contents = Counter(s.id for s in box.slips), Counter(s.digest for s in box.slips)
    if max([0, *places.values(), *contents.values()]) > 1:
        found.append(("Có phiếu bị sao chép: hai phiếu giống nhau.", "A slip was copied: two slips are the same."))
    if any(slip.nomination not in box.recused for slip in box.slips):
        found.append(
            ("Có phiếu cho nội dung không có trong phiên.", "A slip is about a nomination outside this round.")
        )
    for code, aside in box.recused.items():
        lying = len(box.lying(code))
        low, high = expected(box, aside)
        if not low <= lying <= high:
            found.append((
                f"{clean(code)}: có {lying} phiếu trong hòm, nhưng phải là {high} theo số người đã bỏ phiếu.",
                f"{clean(code)}: {lying} slips lie in the box, but {high} are owed by those who voted.",
            ))  # fmt: skip
    return found


def expected(box: Box, aside: frozenset[str]) -> tuple[int, int]:
    """How many slips of one nomination there must be, at least and at most; exact when the file names who voted."""
    if box.participants is not None:
        number = sum(one not in aside for one in box.participants)
        return number, number
    return max(box.voted - len(aside), 0), min(box.voted, len(box.roll) - len(aside))


def _against_tellers(box: Box) -> list[Said]:
    found: list[Said] = []
    if box.teller_names != tuple(f"{one.n}. {one.name}" for one in box.tellers):
        found.append(
            ("Tổ kiểm phiếu không phải tổ đã chốt khi mở phiên.", "The tellers are not those fixed at opening.")
        )
    sets = set(combinations(sorted(one.n for one in box.tellers), box.teller_quorum))
    thrown_away = box.destroyed or (not box.wrappings and (box.too_few or not box.quorate))
    if not thrown_away and box.wrappings.keys() != sets:
        found.append(("Khóa niêm phong thiếu hoặc thừa một phần.", "A wrapping of the key is missing or was added."))
    return found


def _against_opinions(box: Box) -> list[Said]:
    """An opinion in writing is of a member who cast no ballot and does not stand aside, once for each nomination."""
    came, once = set(box.participants or ()), {(name, nomination) for name, nomination, _ in box.written}
    wrong = len(once) != len(box.written) or any(
        name not in box.roll or name in came or nomination not in box.recused or name in box.recused[nomination]
        for name, nomination in once
    )
    if not wrong:
        return []
    return [("Ý kiến bằng văn bản không khớp với danh sách.", "The opinions in writing do not match the roll.")]


def _against_extensions(box: Box) -> list[Said]:
    """Each begins at the end before it, the first at the end that was fixed at opening."""
    ends = [str(box.definition["rules"].get("closes_at")), *(to for _, to in box.extensions)]
    if all(begun == before < to for before, (begun, to) in zip(ends, box.extensions, strict=False)):
        return []
    return [("Việc gia hạn không nối tiếp thời gian đã chốt.", "An extension does not follow the end before it.")]


# Opening.


def normalised(typed: str) -> str:
    """The sixteen characters of a code or receipt, however they were typed."""
    folded = unicodedata.normalize("NFKC", typed[:200]).upper().translate(str.maketrans("ILO", "110"))
    bare = "".join(one for one in folded if not one.isspace() and unicodedata.category(one) != "Pd" and one != "−")
    rest = 0
    for letter in bare:
        place = LETTERS.find(letter)
        if place < 0:
            break
        rest = (rest << 1) ^ (0b100101 if rest & 0b10000 else 0) ^ place
    if len(bare) != 16 or any(one not in LETTERS for one in bare) or rest:
        raise Unreadable(
            "Mã gõ sai: mã có 16 chữ và số, ký tự cuối là ký tự kiểm tra.",
            "A code was mistyped: it has 16 letters and digits, the last of which checks the others.",
        )
    return bare


def key_of(code: str, teller: Teller) -> bytes | None:
    n, r, p = teller.cost
    secret = b"teller key\x00" + code.encode()
    seed = hashlib.scrypt(secret, salt=teller.salt, n=n, r=r, p=p, maxmem=128 * r * (n + p + 2), dklen=32)
    return seed if bytes(PrivateKey.from_seed(seed).public_key) == teller.public_key else None


def keys_of(box: Box, codes: Iterable[str]) -> tuple[dict[int, PrivateKey], list[Said]]:
    """Teller numbers to keys; a code that fits no lock is told, for a lock may have been changed."""
    keys: dict[int, PrivateKey] = {}
    found: list[Said] = []
    for code in map(normalised, codes):
        fitting = {one.n: seed for one in box.tellers if one.n not in keys and (seed := key_of(code, one))}
        if not fitting:
            found.append((
                "Có mã không đúng với thành viên nào của tổ kiểm phiếu: gõ nhầm, hoặc khóa của người đó đã bị thay.",
                "A code fits no teller of this box: it is another code, or the lock of that teller was changed.",
            ))  # fmt: skip
        keys |= {n: PrivateKey.from_seed(seed) for n, seed in fitting.items()}
    return keys, found


def private_key(box: Box, keys: dict[int, PrivateKey]) -> tuple[PrivateKey | None, list[Said]]:
    """Every set among the tellers who are here must give the one private key of this box."""
    private: PrivateKey | None = None
    found: list[Said] = []
    for tellers, sealed in box.wrappings.items():
        if not set(tellers) <= keys.keys():
            continue
        opened = _unwrapped(sealed, [keys[n] for n in tellers])
        if opened is None or bytes(opened.public_key) != box.public_key:
            spoken = "-".join(map(str, tellers))
            found.append((
                f"Mã đúng nhưng khóa niêm phong của nhóm {spoken} đã bị thay: không mở được hòm phiếu này.",
                f"The codes are right, but the wrapping of tellers {spoken} was replaced: it does not open this box.",
            ))  # fmt: skip
        else:
            private = opened
    return private, found


def _unwrapped(sealed: bytes, keys: Sequence[PrivateKey]) -> PrivateKey | None:
    try:
        for key in keys:
            sealed = SealedBox(key).decrypt(sealed)
        return PrivateKey(sealed)
    except (CryptoError, ValueError, TypeError):
        return None


# Counting.


@dataclass(frozen=True)
class Result:
    """The totals of one nomination and what they decide by the rule of the round."""

    figures: dict[str, int]
    outcome: str


def reached(share: Sequence[Any], part: int, whole: int) -> bool:
    if whole < 1:
        return False
    have, need = Fraction(part, whole), Fraction(share[0], share[1])
    return have > need if share[2] else have >= need


def count(box: Box, private: PrivateKey) -> tuple[dict[str, Result], list[Said]]:
    definition_hash = bytes.fromhex(hashes(box)["definition_hash"])
    results: dict[str, Result] = {}
    found: list[Said] = []
    for code in box.recused:
        subject = hashlib.sha256(code.encode()).digest()
        read = {slip.digest: _read(slip, private, subject, definition_hash) for slip in box.lying(code)}
        copies = len(box.lying(code)) - len(read)
        told = Counter(read.values())
        figures = {choice: told[choice] for choice in FIGURES[:3]}
        figures["invalid"] = copies + sum(told.values()) - sum(figures.values())
        present = sum(figures.values())
        for _name, nomination, choice in box.written:
            figures[choice] += nomination == code
        results[code] = Result(figures, _outcome(box, code, figures, present))
        found += [
            (f"{clean(code)}: {n} {WRONG[why][0]}", f"{clean(code)}: {n} {WRONG[why][1]}")
            for why, n in told.items()
            if why in WRONG
        ]
    return results, found


WRONG = {
    "unreadable": ("phiếu đã bị sửa hoặc niêm phong cho hòm khác.", "slips were altered or sealed for another box."),
    "form": ("phiếu không ghi một trong ba lựa chọn.", "slips do not hold one of the three choices."),
    "round": (
        "phiếu thuộc phiên khác: danh sách, nội dung, quy tắc hoặc khóa không phải như lúc bỏ phiếu.",
        "slips belong to another round: roll, questions, rules or key are not those that were voted under.",
    ),
    "nomination": ("phiếu của nội dung khác bị chuyển sang.", "slips of another nomination were moved here."),
}


def _read(slip: Slip, private: PrivateKey, subject: bytes, definition_hash: bytes) -> str:
    if slip.sealed is None or len(slip.sealed) != SEALED_BYTES:
        return "unreadable"
    try:
        told = SealedBox(private).decrypt(slip.sealed)
    except CryptoError:
        return "unreadable"
    if len(told) != SLIP_BYTES or told[0] != 1 or told[1] not in CHOICES:
        return "form"
    if told[34:] != definition_hash:
        return "round"
    return CHOICES[told[1]] if told[2:34] == subject else "nomination"


def _outcome(box: Box, code: str, figures: dict[str, int], present: int) -> str:
    """Who is absent and writes is counted, but makes no meeting: the quorum asks for those who cast a ballot."""
    eligible, voted = box.eligible.get(code, 0), sum(figures.values())
    whole = {"eligible": eligible, "present": voted, "valid": voted - figures["invalid"]}[box.rule["base"]]
    carried = reached(box.rule["quorum"], present, eligible) and reached(box.rule["threshold"], figures["yes"], whole)
    return "carried" if carried else "not_carried"


def against_minutes(box: Box, results: dict[str, Result]) -> list[Said]:
    """The minutes in the file, where the round has been counted: every figure, the outcome, and the places."""
    if not box.minutes:
        return []
    found: list[Said] = []
    if box.minutes.keys() != results.keys():
        found.append(("Biên bản thiếu hoặc thừa nội dung.", "The minutes have too few or too many nominations."))
    for code, result in results.items():
        stated = box.minutes.get(code, {})
        if stated and not stated["withheld"] and any(stated[key] != result.figures[key] for key in FIGURES):
            found.append(
                (f"{clean(code)}: số phiếu trên biên bản khác.", f"{clean(code)}: the minutes have other figures.")
            )
        if stated and stated.get("outcome") != result.outcome:
            found.append(
                (f"{clean(code)}: kết quả trên biên bản khác.", f"{clean(code)}: the minutes have another outcome.")
            )
    return found + _against_places(box, results)


def _against_places(box: Box, results: dict[str, Result]) -> list[Said]:
    """Most yes first. Who is tied on the last place is for a named tie-break or for people, not for this program."""
    found: list[Said] = []
    for award, places in box.places.items():
        passed = [
            c for c in results if results[c].outcome == "carried" and box.minutes.get(c, {}).get("award") == award
        ]
        inside = {code for code in passed if box.minutes[code].get("within_places") is True}
        ranked = sorted((results[code].figures["yes"] for code in passed), reverse=True)
        border = ranked[places] if places < len(ranked) else -1
        above = {code for code in passed if results[code].figures["yes"] > border}
        if len(inside) > places or not above <= inside or any(results[c].figures["yes"] < border for c in inside):
            found.append(
                (
                    f"{clean(award)}: xếp trong số suất được giao không đúng.",
                    f"{clean(award)}: the places are given wrongly.",
                )
            )
    return found


# Receipts.


def holds(box: Box, receipt: str) -> dict[str, int]:
    """How many slips of each nomination answer to this receipt."""
    key = normalised(receipt).encode()
    found: Counter[str] = Counter()
    for slip in box.slips:
        subject = b"slip\x00" + slip.nomination.encode()
        bound = subject + b"\x00" + bytes.fromhex(slip.digest)
        if slip.id in (hmac.new(key, text, hashlib.sha256).hexdigest() for text in (bound, subject)):
            found[slip.nomination] += 1
    return dict(found)


def against_receipt(box: Box, found: dict[str, int], number: int | None) -> list[Said]:
    """A slip for every nomination but those that this voter stands aside from; who he is, he may say by his number."""
    if not found:
        return [("Không có phiếu nào của mã biên nhận này trong hòm.", "No slip of this receipt lies in the box.")]
    if max(found.values()) > 1:
        return [("Hai phiếu cùng đáp lại một mã biên nhận.", "Two slips answer to this one receipt.")]
    came = box.able if box.participants is None else box.participants
    voters = [one for one in came if number is None or one.startswith(f"{number}. ")]
    missing = box.recused.keys() - found.keys()
    if any(missing == {code for code, aside in box.recused.items() if one in aside} for one in voters):
        return []
    return [(
        "Thiếu phiếu: những nội dung không có phiếu không phải là những nội dung mà ông/bà không tham gia bỏ phiếu.",
        "Slips are missing: the nominations without one are not those that you stand aside from.",
    )]  # fmt: skip


# Talking.


def clean(text: str) -> str:
    """Text of a file on a terminal: nothing in it may move the cursor."""
    return "".join(one if one.isprintable() else "?" for one in text)


@dataclass(frozen=True)
class Voice:
    """Says each sentence in the language asked for."""

    english: bool

    def __call__(self, vietnamese: str, english: str) -> None:
        print(english if self.english else vietnamese)

    def head(self, box: Box) -> None:
        real = hashes(box)
        self(f"Phiên bỏ phiếu {clean(box.code)}: {clean(box.title)}", f"Round {clean(box.code)}: {clean(box.title)}")
        self(
            f"{box.voted}/{len(box.able)} người đã bỏ phiếu, {len(box.slips)} phiếu trong hòm.",
            f"{box.voted} of {len(box.able)} voted, {len(box.slips)} slips in the box.",
        )
        if box.written:
            writers = len({name for name, _, _ in box.written})
            self(f"{writers} người có ý kiến bằng văn bản.", f"{writers} gave their opinion in writing.")
        for _begun, to in box.extensions:
            self(f"Đã gia hạn đến {clean(to)}.", f"Extended until {clean(to)}.")
        self(f"Dấu kiểm tra của phiên: {real['definition_hash']}", f"Hash of the round: {real['definition_hash']}")
        self(f"Dấu kiểm tra của hòm:   {real['box_hash']}", f"Hash of the box:   {real['box_hash']}")
        self("Đối chiếu hai dấu kiểm tra này với biên bản đã ký.", "Compare these two hashes with the signed minutes.")

    def results(self, box: Box, results: dict[str, Result]) -> None:
        side = int(self.english)
        for code, result in results.items():
            whole = box.eligible.get(code, 0)
            told = ", ".join(f"{SPOKEN[key][side]} {result.figures[key]}/{whole}" for key in FIGURES)
            if box.withheld(code):
                told = SPOKEN["withheld"][side]
            print(f"- {clean(code)}: {told}. {SPOKEN[result.outcome][side]}.")

    def verdict(self, found: Sequence[Said], right: Said) -> int:
        for one in found:
            self(f"[SAI LỆCH] {one[0]}", f"[DIFFERS] {one[1]}")
        if found:
            self(f"KẾT LUẬN: có {len(found)} sai lệch.", f"CONCLUSION: {len(found)} differences.")
            return DIFFERS
        self(f"KẾT LUẬN: {right[0]}", f"CONCLUSION: {right[1]}")
        return RIGHT


NO_QUORUM = (
    "Không đủ số người bỏ phiếu: hòm phiếu không được mở.",
    "The quorum was missed: the box is not opened.",
)
TOO_FEW_SLIPS = (
    "Có nội dung quá ít phiếu, mở ra sẽ lộ phiếu: hòm phiếu không được mở.",
    "One nomination has so few slips that they would tell choices: the box is not opened.",
)


def run_count(box: Box, asked: argparse.Namespace, voice: Voice) -> int:
    voice.head(box)
    found = against_box(box, _printed(asked))
    if box.destroyed:
        voice("Phiếu và khóa đã hủy, không đếm lại được.", "Slips and keys were destroyed: nothing can be counted.")
        return voice.verdict(found, ("danh sách phiếu còn lại khớp.", "the list that stays is right."))
    if not box.quorate or box.too_few:
        voice(*(TOO_FEW_SLIPS if box.quorate else NO_QUORUM))
        if box.minutes:
            found.append(("Biên bản có kết quả dù không đủ điều kiện.", "The minutes have a result without a quorum."))
        return voice.verdict(found, ("khớp, không kiểm phiếu.", "right, nothing is counted."))
    codes = _typed(asked.codes) or [_secret(f"{one.n}. {one.name}", voice) for one in box.tellers]
    keys, wrong = keys_of(box, [code for code in codes if code.strip()])
    private, replaced = private_key(box, keys)
    found += wrong + replaced
    if private is None:
        if not wrong and not replaced:
            raise Unreadable(
                f"Cần mã của {box.teller_quorum} người.", f"The codes of {box.teller_quorum} tellers are needed."
            )
        return voice.verdict(found, ("", ""))
    results, spoiled = count(box, private)
    voice.results(box, results)
    found += spoiled + against_minutes(box, results)
    agrees = (
        ("khớp với biên bản.", "the minutes are right.")
        if box.minutes
        else ("khớp; chưa có biên bản.", "right; no minutes yet.")
    )
    return voice.verdict(found, agrees)


def run_check(box: Box, asked: argparse.Namespace, voice: Voice) -> int:
    voice.head(box)
    typed = _typed(asked.receipt) or [
        _secret("Mã biên nhận" if not voice.english else "Receipt code", voice, known=True)
    ]
    found = holds(box, typed[0])
    for code in box.recused:
        vietnamese = "có phiếu trong hòm" if code in found else "không có phiếu"
        voice(
            f"- {clean(code)}: {vietnamese}", f"- {clean(code)}: {'a slip in the box' if code in found else 'no slip'}"
        )
    missing = len(box.recused) - len(found)
    if found and missing:
        voice(
            f"{missing} nội dung không có phiếu: chỉ đúng nếu ông/bà không tham gia bỏ phiếu nội dung đó.",
            f"{missing} without a slip: right only if you stand aside from them.",
        )
    against = against_box(box, _printed(asked)) + against_receipt(box, found, asked.number)
    return voice.verdict(against, ("phiếu của ông/bà ở trong hòm.", "your ballot is in the box."))


def _printed(asked: argparse.Namespace) -> dict[str, str]:
    printed = {"definition_hash": asked.definition_hash, "box_hash": asked.box_hash}
    if any(0 < len(one) < 16 for one in printed.values()):
        raise Unreadable("Gõ ít nhất 16 ký tự đầu của dấu.", "Type at least the first 16 characters of a hash.")
    return {key: one.strip().lower() for key, one in printed.items()}


def _typed(path: str) -> list[str]:
    """The lines of a file, or of the standard input for `-`."""
    if not path:
        return []
    try:
        text = sys.stdin.read(10_000) if path == "-" else Path(path).read_text("utf-8")[:10_000]
    except (OSError, ValueError):
        raise Unreadable("Không đọc được tệp mã.", "The file of codes cannot be read.") from None
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not lines:
        raise Unreadable("Không có mã nào.", "There is no code.")
    return lines


def _secret(whose: str, voice: Voice, *, known: bool = False) -> str:
    absent = "" if known else (", empty if absent" if voice.english else ", bỏ trống nếu vắng")
    return getpass.getpass(f"{clean(whose)}{absent}: ")


class Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(UNREADABLE, f"Câu lệnh chưa đúng ({message}).\n")


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = Parser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    acts = parser.add_subparsers(required=True, metavar="dem|kiem")
    parts: tuple[tuple[str, str, Callable[..., int]], ...] = (("dem", "count", run_count), ("kiem", "check", run_check))
    for name, alias, run in parts:
        part = acts.add_parser(name, aliases=[alias])
        part.set_defaults(run=run)
        part.add_argument("box", metavar="HOM.json")
        part.add_argument("--en", action="store_true", help="English")
        part.add_argument("--dau-phien", "--definition-hash", dest="definition_hash", default="", metavar="HEX")
        part.add_argument("--dau-hom", "--box-hash", dest="box_hash", default="", metavar="HEX")
        if run is run_count:
            part.add_argument("--tep-ma", "--codes", dest="codes", default="", metavar="TEP", help="- : stdin")
        else:
            part.add_argument("--tep-ma", "--receipt", dest="receipt", default="", metavar="TEP", help="- : stdin")
            part.add_argument("--so", "--number", dest="number", type=int, help="số thứ tự của ông/bà trong danh sách")
    return parser.parse_args(argv)


def main(argv: Sequence[str] | None = None) -> int:
    asked = _arguments(argv)
    voice = Voice(asked.en)
    try:
        return int(asked.run(read_box(asked.box), asked, voice))
    except Unreadable as error:
        print(error.said[voice.english], file=sys.stderr)
    except (KeyboardInterrupt, EOFError):
        print(("Đã dừng.", "Stopped.")[voice.english], file=sys.stderr)
    except Exception as error:  # a hostile file must give a sentence, whatever it thought of
        print(
            ("Tệp không kiểm được", "The file cannot be checked")[voice.english], type(error).__name__, file=sys.stderr
        )
    return UNREADABLE


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    sys.exit(main())
