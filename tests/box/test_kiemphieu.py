"""The independent count: it agrees with an honest box, and notices whatever was done to another one."""

import ast
import hashlib
import json
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import kiemphieu
from nomination.box.seal import seal_slip
from tests.box import boxes
from tests.box.boxes import Downloaded, Program, Told, counted, downloaded, resealed
from workflow.ballot import Base, Choice, Rule, Share

YES, NO, ABSTAIN = Choice.YES, Choice.NO, Choice.ABSTAIN
A, B = "THU-0001", "THU-0002"
ASIDE = {A: {0}, B: set[int]()}
BALLOTS = [{B: YES}, {A: YES, B: NO}, {A: YES, B: YES}, {A: NO, B: NO}, {A: YES, B: ABSTAIN}, {A: YES, B: NO}, None]


@pytest.fixture(scope="module")
def honest() -> Downloaded:
    return counted(downloaded(BALLOTS, aside=ASIDE))


@pytest.fixture
def program(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Program:
    return Program(tmp_path, capsys)


def test_it_shares_nothing_with_the_product() -> None:
    tree = ast.parse(Path(kiemphieu.__file__).read_text("utf-8"))
    imported = {alias.name.partition(".")[0] for node in ast.walk(tree) if isinstance(node, ast.Import)
                for alias in node.names}  # fmt: skip
    imported |= {str(node.module).partition(".")[0] for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert imported - sys.stdlib_module_names == {"nacl"}


def test_an_honest_box_is_right_and_every_figure_has_its_denominator(program: Program, honest: Downloaded) -> None:
    told = program.count(honest)
    assert told.status == 0
    figures = "- %s: đồng ý %s, không đồng ý %s, không có ý kiến %s, không hợp lệ %s. %s tỷ lệ quy định."
    assert figures % (A, "4/6", "1/6", "0/6", "0/6", "ĐẠT") in told.text
    assert figures % (B, "2/7", "3/7", "1/7", "0/7", "KHÔNG ĐẠT") in told.text
    assert "KẾT LUẬN: khớp với biên bản." in told.text
    assert "CONCLUSION: the minutes are right." in program.count(honest, "--en").text


def test_any_sufficient_set_of_codes_counts_and_fewer_do_not(program: Program, honest: Downloaded) -> None:
    for numbers in boxes.every_set((0, 1, 2), 2):
        assert program.count(honest, codes=[honest.codes[n].lower() for n in numbers]).status == 0
    told = program.count(honest, codes=honest.codes[:1])
    assert (told.status, "Cần mã của 2 người." in told.text) == (2, True)
    assert "đồng ý 4" not in told.text


@st.composite
def rounds(draw: st.DrawFn) -> Downloaded:
    """Any roll, any recusals, any ballots, any rule."""
    people, codes = draw(st.integers(3, 9)), [f"THU-{n:04d}" for n in range(1, draw(st.integers(1, 3)) + 1)]
    aside = {code: draw(st.sets(st.integers(0, people - 1), max_size=2)) for code in codes}
    ballots = [
        {code: draw(st.sampled_from(Choice)) for code in codes if n not in aside[code]} if draw(st.booleans()) else None
        for n in range(people)
    ]
    rule = Rule(Share(1, 100), draw(shares()), draw(st.sampled_from(Base)))
    recusal = draw(st.sampled_from([boxes.REDUCE, boxes.KEEP]))
    return counted(downloaded(ballots, aside=aside, rule=rule, recusal=recusal))


@st.composite
def shares(draw: st.DrawFn) -> Share:
    whole, strict = draw(st.integers(2, 100)), draw(st.booleans())
    return Share(draw(st.integers(1, whole - 1 if strict else whole)), whole, strict)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(box=rounds())
def test_two_programs_count_alike(program: Program, box: Downloaded) -> None:
    told = program.count(box)
    if box.file["voted"]:
        assert (told.status, told.text.splitlines()[-1]) == (0, "KẾT LUẬN: khớp với biên bản.")
        assert all(_printed(box, code) in told.text for code in box.file["minutes"])


def _printed(box: Downloaded, code: str) -> str:
    whole, line = box.file["eligible"][code], box.file["minutes"][code]
    return f"- {code}: đồng ý {line['yes']}/{whole}, không đồng ý {line['no']}/{whole}, "


Change = Callable[[dict[str, Any]], None]


def slips(file: dict[str, Any], code: str) -> list[dict[str, str]]:
    return [slip for slip in file["slips"] if slip["nomination"] == code]


def remove(file: dict[str, Any]) -> None:
    file["slips"].remove(slips(file, A)[0])


def add(file: dict[str, Any]) -> None:
    """Sealed as well as any other: the public key is no secret."""
    public = bytes.fromhex(file["definition"]["public_key"])
    sealed = seal_slip(public, YES, nomination=A, definition_hash=file["definition_hash"])
    file["slips"].append({"id": "ab" * 32, "nomination": A, "sealed": sealed.hex()})


def swap(file: dict[str, Any]) -> None:
    """Two slips change places between the nominations: the numbers stay right."""
    one, other = slips(file, A)[0], slips(file, B)[0]
    one["nomination"], other["nomination"] = B, A


def swap_contents(file: dict[str, Any]) -> None:
    one, other = slips(file, A)[0], slips(file, B)[0]
    one["sealed"], other["sealed"] = other["sealed"], one["sealed"]


def alter(file: dict[str, Any]) -> None:
    slip = slips(file, A)[0]
    slip["sealed"] = slip["sealed"][:-2] + ("00" if slip["sealed"][-2:] != "00" else "01")


def duplicate(file: dict[str, Any]) -> None:
    """A copy under another id, in the place of an honest slip."""
    one, other = slips(file, A)[:2]
    other["sealed"] = one["sealed"]


def vote_again(file: dict[str, Any]) -> None:
    file["slips"].append(dict(slips(file, A)[0]))


def roll(file: dict[str, Any]) -> None:
    file["definition"]["roll"].remove(file["definition"]["roll"][6])
    file["eligible"] = {code: number - 1 for code, number in file["eligible"].items()}


def question(file: dict[str, Any]) -> None:
    file["definition"]["questions"][0]["material_hash"] = "0" * 64


def recusal(file: dict[str, Any]) -> None:
    file["definition"]["questions"][0]["recused"] = []


def threshold(file: dict[str, Any]) -> None:
    file["definition"]["rules"]["rule"]["threshold"] = [9, 10, False]


def quorum(file: dict[str, Any]) -> None:
    file["definition"]["rules"]["rule"]["quorum"] = [1, 3, False]


def window(file: dict[str, Any]) -> None:
    file["definition"]["rules"]["closes_at"] = "2031-01-01T03:00:00+00:00"


def teller(file: dict[str, Any]) -> None:
    """Named alike in both places, so that only the hash can tell."""
    file["definition"]["rules"]["tellers"][2] = "3. Người Khác"
    file["tellers"][2]["name"] = "Người Khác"


def key(file: dict[str, Any]) -> None:
    file["definition"]["public_key"] = boxes.other_key()


HASH_OF_ROUND, HASH_OF_BOX = (
    "dấu kiểm tra phiên không khớp (trong tệp)",
    "dấu kiểm tra hòm phiếu không khớp (trong tệp)",
)
FOREIGN = "phiếu thuộc phiên khác"
TAMPERED: list[tuple[Change, str, str]] = [
    (remove, HASH_OF_BOX, "THU-0001: có 4 phiếu trong hòm, nhưng phải là 5"),
    (add, HASH_OF_BOX, "THU-0001: có 6 phiếu trong hòm, nhưng phải là 5"),
    (swap, "THU-0001: 1 phiếu của nội dung khác", "THU-0002: 1 phiếu của nội dung khác"),
    (swap_contents, HASH_OF_BOX, "THU-0001: 1 phiếu của nội dung khác"),
    (alter, HASH_OF_BOX, "THU-0001: 1 phiếu đã bị sửa"),
    (duplicate, HASH_OF_BOX, "Có phiếu bị sao chép"),
    (vote_again, HASH_OF_BOX, "Có phiếu bị sao chép"),
    (roll, HASH_OF_ROUND, FOREIGN),
    (question, HASH_OF_ROUND, FOREIGN),
    (recusal, HASH_OF_ROUND, FOREIGN),
    (threshold, HASH_OF_ROUND, FOREIGN),
    (quorum, HASH_OF_ROUND, FOREIGN),
    (window, HASH_OF_ROUND, FOREIGN),
    (teller, HASH_OF_ROUND, FOREIGN),
    (key, HASH_OF_ROUND, "khóa niêm phong của nhóm 1-2 đã bị thay"),
]


@pytest.mark.parametrize(("change", "plain", "careful"), TAMPERED, ids=lambda one: getattr(one, "__name__", ""))
def test_a_changed_box_is_noticed_even_when_its_hashes_were_made_anew(
    program: Program, honest: Downloaded, change: Change, plain: str, careful: str
) -> None:
    box = honest.copy()
    change(box.file)
    told = program.count(box)
    assert (told.status, plain in told.text) == (1, True)
    resealed(box.file)
    told = program.count(box)
    assert (told.status, careful in told.text) == (1, True)


def test_a_slip_replaced_by_another_good_one_is_noticed_by_minutes_hash_and_voter(
    program: Program, honest: Downloaded
) -> None:
    """Nothing in the file but the count itself can show it: what is outside the file does."""
    box, printed = honest.copy(), honest.file["box_hash"]
    slip = next(one for one in slips(box.file, A) if one["id"] in _own(box, 3))
    public = bytes.fromhex(box.file["definition"]["public_key"])
    slip["sealed"] = seal_slip(public, YES, nomination=A, definition_hash=box.file["definition_hash"]).hex()
    resealed(box.file)
    assert "THU-0001: số phiếu trên biên bản khác." in program.count(box).text
    box.file |= {"minutes": {}, "status": "closed"}
    assert program.count(box).status == 0
    told = program.count(box, "--dau-hom", printed[:20])
    assert (told.status, "dấu kiểm tra hòm phiếu không khớp (trên biên bản)" in told.text) == (1, True)
    told = program.check(box, box.receipts[3], "--so", "4")
    assert (told.status, "- THU-0001: không có phiếu" in told.text) == (1, True)
    assert program.check(box, box.receipts[2]).status == 0


def _own(box: Downloaded, voter: int) -> set[str]:
    return {
        boxes.slip_id(box.receipts[voter], one["nomination"], bytes.fromhex(one["sealed"])) for one in box.file["slips"]
    }


def test_a_whole_new_box_differs_from_the_minutes_on_paper(program: Program, honest: Downloaded) -> None:
    other = counted(downloaded([*BALLOTS[:5], {A: NO, B: YES}, None], aside=ASIDE))
    assert program.count(other).status == 0
    told = program.count(other, "--dau-phien", honest.file["definition_hash"])
    assert (told.status, "dấu kiểm tra phiên không khớp (trên biên bản)" in told.text) == (1, True)
    assert program.count(honest, "--dau-phien", honest.file["definition_hash"].upper()).status == 0
    assert program.count(honest, "--dau-phien", "abc").status == 2


def test_figures_that_the_minutes_keep_back_are_not_told_here_either(program: Program, honest: Downloaded) -> None:
    """The count itself goes on: an outcome that does not follow from the slips is noticed."""
    box = honest.copy()
    for figure in ("yes", "no", "abstain", "invalid"):
        del box.file["minutes"][A][figure]
    box.file["minutes"][A]["withheld"] = True
    told = program.count(box)
    lines = {code: next(line for line in told.text.splitlines() if line.startswith(f"- {code}")) for code in (A, B)}
    assert (told.status, lines[A]) == (
        0, f"- {A}: không công bố số phiếu, vì so với phiên khác có danh sách gần giống sẽ lộ phiếu của một hai người. "
        "ĐẠT tỷ lệ quy định.",
    )  # fmt: skip
    assert "đồng ý 2/7" in lines[B]
    box.file["minutes"][A]["outcome"] = "not_carried"
    told = program.count(box)
    assert (told.status, "THU-0001: kết quả trên biên bản khác." in told.text) == (1, True)
    del box.file["minutes"][A]["withheld"]
    assert program.count(box).status == 2


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda f: f.update(wrappings=boxes.foreign_wrappings(f)), "khóa niêm phong của nhóm 1-2 đã bị thay"),
        (lambda f: f["wrappings"].update({"1-3": "00" * 128}), "khóa niêm phong của nhóm 1-3 đã bị thay"),
        (lambda f: f["wrappings"].pop("2-3"), "Khóa niêm phong thiếu hoặc thừa một phần."),
        (lambda f: f["tellers"][2]["lock"].update(salt="00" * 16), "Có mã không đúng với thành viên nào"),
        (lambda f: f["tellers"][1].update(name="Người Khác"), "Tổ kiểm phiếu không phải tổ đã chốt khi mở phiên."),
        (lambda f: f["eligible"].update({A: 5}), "Số thành viên tính tỷ lệ không đúng với danh sách."),
        (lambda f: f.update(voted=5), "Danh sách người đã bỏ phiếu không khớp."),
        (lambda f: f["participants"].pop(), "Danh sách người đã bỏ phiếu không khớp."),
        (lambda f: f["participants"].append(f["participants"][0]), "Danh sách người đã bỏ phiếu không khớp."),
        (lambda f: f.update(round="THU-P02"), "Số hiệu phiên không phải của nội dung này."),
        (lambda f: f["minutes"][A].update(yes=5, no=0), "THU-0001: số phiếu trên biên bản khác."),
        (lambda f: f["minutes"][B].update(outcome="carried"), "THU-0002: kết quả trên biên bản khác."),
        (lambda f: f["minutes"].pop(B), "Biên bản thiếu hoặc thừa nội dung."),
        (lambda f: f.update(places={"bang_khen_bo": 0}), "bang_khen_bo: xếp trong số suất được giao không đúng."),
    ],
)  # fmt: skip
def test_what_stands_beside_the_slips_is_checked_too(
    program: Program, honest: Downloaded, change: Change, sentence: str
) -> None:
    box = honest.copy()
    change(box.file)
    told = program.count(box)
    assert (told.status, sentence in told.text) == (1, True)


def test_a_set_of_tellers_whose_wrapping_was_replaced_is_named_though_another_set_opens(
    program: Program, honest: Downloaded
) -> None:
    box = honest.copy()
    box.file["wrappings"]["1-3"] = boxes.foreign_wrappings(box.file)["1-3"]
    told = program.count(box)
    assert (told.status, "đồng ý 4/6" in told.text, "nhóm 1-3" in told.text) == (1, True, True)
    assert program.count(box, codes=[box.codes[0], box.codes[1]]).status == 0


def test_without_a_quorum_nothing_is_opened(program: Program) -> None:
    box = downloaded([*BALLOTS[:4], None, None, None], aside=ASIDE)
    box.file["status"] = "inquorate"
    told = program.count(box)
    assert (told.status, "hòm phiếu không được mở" in told.text, "đồng ý" in told.text) == (0, True, False)
    assert program.count(counted(box)).status == 1


def test_so_few_slips_that_they_would_tell_choices_are_not_opened(program: Program) -> None:
    """The quorum is there, and one nomination has four slips. Such a box has no key any more."""
    box = downloaded(BALLOTS[:5], aside={A: {0}, B: set()}, min_voters=5)
    told = program.count(box)
    assert (told.status, "quá ít phiếu" in told.text, "đồng ý" in told.text) == (0, True, False)
    box.file["wrappings"].clear()
    assert program.count(box).status == 0
    told = program.count(counted(downloaded(BALLOTS[:5], aside={A: {0}, B: set()}, min_voters=5)))
    assert (told.status, "Biên bản có kết quả dù không đủ điều kiện." in told.text) == (1, True)


def test_a_voter_finds_his_slips_and_never_what_they_say(program: Program, honest: Downloaded) -> None:
    told = program.check(honest, honest.receipts[1].lower().replace("-", " "))
    assert told.status == 0
    assert "- THU-0001: có phiếu trong hòm\n- THU-0002: có phiếu trong hòm" in told.text
    assert not any(word in told.text for word in ("đồng ý", "ĐẠT", "yes", "agree"))
    texts = {program.check(honest, honest.receipts[n]).text for n in (1, 2, 3)}
    assert len(texts) == 1


def test_who_stands_aside_has_no_slip_there_and_is_told_so(program: Program, honest: Downloaded) -> None:
    assert program.check(honest, honest.receipts[0], "--so", "1").status == 0
    assert program.check(honest, honest.receipts[0], "--so", "2").status == 1
    told = program.check(honest, honest.receipts[0])
    assert (told.status, "1 nội dung không có phiếu: chỉ đúng nếu" in told.text) == (0, True)


def test_a_missing_slip_and_a_foreign_receipt_are_told(program: Program, honest: Downloaded) -> None:
    box = honest.copy()
    box.file["slips"] = [one for one in box.file["slips"] if one["id"] not in _own(box, 4) or one["nomination"] == A]
    resealed(box.file)
    told = program.check(box, box.receipts[4])
    assert (told.status, "Thiếu phiếu:" in told.text) == (1, True)
    told = program.check(honest, honest.receipts[6])
    assert (told.status, "Không có phiếu nào của mã biên nhận này trong hòm." in told.text) == (1, True)
    assert program.check(honest, "ABCD").status == 2


def test_a_list_of_digests_is_enough_for_a_voter_when_the_slips_are_gone(program: Program, honest: Downloaded) -> None:
    box = honest.copy()
    listed = [
        {"id": one["id"], "nomination": one["nomination"],
         "sha256": hashlib.sha256(bytes.fromhex(one["sealed"])).hexdigest()}
        for one in box.file["slips"]
    ]  # fmt: skip
    box.file |= {"slips": [], "wrappings": {}, "destroyed": {"at": "2031-03-01", "keys": 3, "slips": listed}}
    assert program.check(box, box.receipts[1]).status == 0
    told = program.count(box)
    assert (told.status, "không đếm lại được" in told.text, "đồng ý" in told.text) == (0, True, False)
    listed.pop()
    assert program.count(box).status == program.check(box, box.receipts[1]).status == 1


ABSENT = "7. Trần Thị 7 (Vụ 7)"


def written(name: str, code: str, choice: str = "yes") -> dict[str, str]:
    return {"name": name, "nomination": code, "choice": choice}


def test_opinions_in_writing_count_with_the_slips_and_make_no_quorum(program: Program, honest: Downloaded) -> None:
    box = honest.copy()
    box.file["written_opinions"] = [written(ABSENT, A), written(ABSENT, B, "no")]
    box.file["minutes"][A]["yes"] += 1
    box.file["minutes"][B]["no"] += 1
    told = program.count(box)
    assert (told.status, "- THU-0001: đồng ý 5/6, không đồng ý 1/6" in told.text) == (0, True)
    box.file["minutes"][A]["yes"] -= 1
    assert "THU-0001: số phiếu trên biên bản khác." in program.count(box).text
    few = counted(downloaded([*BALLOTS[:4], None, None, None], aside=ASIDE))
    few.file |= {"minutes": {}, "status": "closed"}
    few.file["written_opinions"] = [written(f"{n}. Trần Thị {n} (Vụ {n})", A) for n in (5, 6, 7)]
    assert "hòm phiếu không được mở" in program.count(few).text


@pytest.mark.parametrize(
    "opinions",
    [
        [written("8. Người Lạ", A)],
        [written("2. Trần Thị 2 (Vụ 2)", A)],
        [written(ABSENT, A), written(ABSENT, A, "no")],
        [written(ABSENT, "THU-0009")],
    ],
)
def test_an_opinion_that_is_nobodys_to_give_is_noticed(
    program: Program, honest: Downloaded, opinions: list[dict[str, str]]
) -> None:
    box = honest.copy()
    box.file |= {"written_opinions": opinions, "minutes": {}, "status": "closed"}
    told = program.count(box)
    assert (told.status, "Ý kiến bằng văn bản không khớp với danh sách." in told.text) == (1, True)


def test_an_extension_follows_the_end_that_was_fixed(program: Program, honest: Downloaded) -> None:
    ends = [f"2031-01-01T0{hour}:00:00+00:00" for hour in (2, 3, 4)]
    box = honest.copy()
    box.file["extensions"] = [{"from": a, "to": b, "reason": "x"} for a, b in pairwise(ends)]
    told = program.count(box)
    assert (told.status, f"Đã gia hạn đến {ends[2]}." in told.text) == (0, True)
    box.file["extensions"].pop(0)
    assert program.count(box).status == 1


def test_a_round_on_paper_has_no_box(program: Program, honest: Downloaded) -> None:
    box = honest.copy()
    box.file["method"] = "paper"
    assert program.count(box).status == 2


DEEP = "[" * 100_000
LONE = "\udcff".encode("utf-8", "surrogatepass")
HOSTILE = [
    "", "{", "[]", "null", DEEP, '{"a":' * 50_000, '{"round": 1, "round": 2}', LONE, b"\x00\xff\xfe", b"PK\x03\x04",
    '{"definition": {}}', '{"voted": 1e400}', '{"voted": NaN}', '{"voted": ' + "9" * 5000 + "}",
]  # fmt: skip
ODD = (None, True, -1, 0, 10**30, "", "zz", "\x1b[2J", "\ud800", [], {}, [[]], "1" * 64, "00" * 114)


@pytest.mark.parametrize("act", ["dem", "kiem"])
def test_a_file_that_is_no_box_gives_a_sentence(program: Program, tmp_path: Path, act: str, honest: Downloaded) -> None:
    path, code = tmp_path / "x.json", program.written(honest.receipts[0])
    for text in HOSTILE:
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        told = program.raw(act, str(path), "--tep-ma", code)
        assert (told.status, told.text.startswith("Tệp không phải hòm phiếu")) == (2, True), text[:20]
    assert program.raw(act, str(tmp_path / "none.json")).text == "Không mở được tệp: No such file or directory.\n"
    assert program.raw(act, str(tmp_path)).status == 2
    assert program.raw(act).status == 2
    assert program.raw().status == 2


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_one_value_replaced_by_anything_never_breaks_it(
    program: Program, honest: Downloaded, data: st.DataObject
) -> None:
    """Wherever it stands and whatever comes instead: a verdict or a sentence, and never an honest verdict."""
    box = honest.copy()
    holder, where = data.draw(st.sampled_from(_places(box.file)))
    old = holder[where]
    new = data.draw(st.sampled_from([one for one in ODD if one != old or type(one) is not type(old)]))
    assume(where not in ("award", "absences") and (where, new) not in (("participants", None), ("destroyed", None)))
    holder[where] = new
    told = _run(program, box)
    assert told.status in (1, 2) and told.text.strip()
    assert "\x1b" not in told.text


def _run(program: Program, box: Downloaded) -> Told:
    (program.folder / "hom.json").write_text(json.dumps(box.file), "ascii")
    return program.raw("dem", str(program.folder / "hom.json"), "--tep-ma", program.written("\n".join(box.codes)))


def _places(value: Any) -> list[tuple[Any, Any]]:
    """Every place of the file, as its holder and the key or number in it."""
    if isinstance(value, dict | list):
        keys = list(value) if isinstance(value, dict) else list(range(len(value)))
        return [(value, key) for key in keys] + [one for key in keys for one in _places(value[key])]
    return []


def test_a_lock_that_would_eat_the_memory_is_refused_unread(program: Program, honest: Downloaded) -> None:
    for cost in ([2**30, 8, 1], [2**14, 2**14, 1], [3, 8, 1], [2, 8, 10**6], [2, 8], ["2", 8, 1]):
        box = honest.copy()
        box.file["tellers"][0]["lock"]["cost"] = cost
        assert program.count(box).status == 2, cost


def test_names_cannot_move_the_cursor(program: Program, honest: Downloaded) -> None:
    box = honest.copy()
    box.file["definition"]["rules"]["title"] = "\x1b[2J\x07Bình xét\u202e"
    assert "??[2J" not in program.count(box).text and "?[2J?Bình xét?" in program.count(box).text


def test_mistyped_codes_and_no_codes_are_told(program: Program, honest: Downloaded) -> None:
    told = program.count(honest, codes=[honest.codes[0], honest.codes[1][:-1]])
    assert (told.status, told.text.endswith("ký tự cuối là ký tự kiểm tra.\n")) == (2, True)
    assert program.count(honest, codes=[]).text.endswith("\nKhông có mã nào.\n")
    assert program.raw("dem", "hom.json", "--tep-ma", "/nowhere").status == 2


def test_codes_are_asked_without_echo(program: Program, honest: Downloaded, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    answers = iter([honest.codes[0], "", honest.codes[2]])

    def ask(prompt: str) -> str:
        asked.append(prompt)
        return next(answers)

    monkeypatch.setattr(kiemphieu.getpass, "getpass", ask)
    assert program.run("dem", honest).status == 0
    assert asked == [f"{n}. Lê Văn {n}, bỏ trống nếu vắng: " for n in (1, 2, 3)]

    def stopped(_prompt: str) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(kiemphieu.getpass, "getpass", stopped)
    assert program.run("kiem", honest).status == 2
