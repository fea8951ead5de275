"""What minutes say besides the figures: how the round was held, who was absent, what was written, extended, repeated.

One place for the page to print and for the paper: facts come in, Vietnamese sentences go out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from nomination.papers.sentences import at_moment

METHODS = {
    "electronic": "bỏ phiếu kín điện tử",
    "paper": "bỏ phiếu kín bằng giấy tại cuộc họp",
    "written": "lấy ý kiến bằng văn bản, không họp",
}
CHOICES = {"yes": "đồng ý", "no": "không đồng ý", "abstain": "không có ý kiến"}
STATUSES = {
    "open": "đang bỏ phiếu", "closed": "đã đóng, chưa kiểm phiếu", "inquorate": "không đủ điều kiện, không có kết quả",
    "cancelled": "đã hủy",
}  # fmt: skip


def ending_of(method: str, status: str) -> str:
    """Why minutes tell no result; blank for a round that was counted."""
    if status == "counted":
        return ""
    sealed, inquorate = method == "electronic", status == "inquorate"
    if sealed:
        unopened = "Không đủ số phiếu theo quy định; hòm phiếu không được mở."
        return unopened if inquorate else "Hòm phiếu đã đóng, chưa kiểm phiếu."
    unheld = "Không đủ số thành viên tham gia theo quy định; phiên không có kết quả."
    return unheld if inquorate else "Số liệu đã nhập, chưa được xác nhận."


@dataclass(frozen=True)
class Written:
    """One member's opinion: his paper, and his choice for each nominee."""

    member: str
    paper: str
    choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Longer:
    """A longer window that was agreed."""

    before: datetime
    after: datetime
    asked_by: str
    agreed_by: str
    agreed_at: datetime
    reason: str


@dataclass(frozen=True)
class Before:
    """The same nomination in an earlier round; `figures` is empty where they are given by nobody."""

    nominee: str
    code: str
    status: str
    at: datetime | None
    figures: str
    carried: bool | None
    why_again: str


@dataclass(frozen=True)
class RoundNotes:
    """The facts. `interested`: nominee, and the members whose own case it is and who vote on it all the same. `typed`:
    who entered and who confirmed the figures, with the name of the scan."""

    method: str
    interested: tuple[tuple[str, tuple[str, ...]], ...] = ()
    absent: tuple[tuple[str, str], ...] = ()
    attended: tuple[int, int] | None = None
    typed: tuple[str, str, str] | None = None
    issued: tuple[tuple[str, int, int], ...] = ()
    leave: tuple[str, str] | None = None
    written: tuple[Written, ...] = ()
    longer: tuple[Longer, ...] = ()
    settled: tuple[tuple[str, ...], str, str] | None = None
    earlier: tuple[Before, ...] = ()
    withheld: tuple[str, ...] = ()
    destroyed: tuple[datetime, int, int] | None = None


Note = tuple[str, str]


@dataclass(frozen=True)
class ChairWord:
    """The open word of the chair of the council: who spoke, the sentence for it, and whether the result may pass."""

    name: str = ""
    said: str = ""
    lets_pass: bool = True


def chair_word(*, name: str, refusal: str, needed: bool) -> ChairWord:
    """He agrees, he does not and why, or he is still awaited. Empty where the rules do not ask him."""
    if refusal:
        told = (
            f"Chủ tịch Hội đồng {name} không nhất trí với kết quả bỏ phiếu; lý do: {refusal.rstrip('. ')}. Vì vậy, các"
            " trường hợp đạt tỷ lệ quy định trong phiên này không được đề nghị khen thưởng."
        )
        return ChairWord(name, told, lets_pass=False)
    if name:
        return ChairWord(name, f"Chủ tịch Hội đồng {name} nhất trí với kết quả bỏ phiếu.")
    if needed:
        return ChairWord("", "Kết quả bỏ phiếu chờ ý kiến của Chủ tịch Hội đồng.", lets_pass=False)
    return ChairWord()


def notes_of(it: RoundNotes) -> list[Note]:
    """Label and sentence, in the order in which minutes tell them."""
    return [
        ("Cách tổ chức:", f"{METHODS[it.method]}."),
        *_interested(it), *_attendance(it), *_leave(it), *_written(it.written), *_typed(it), *_longer(it.longer),
        *_settled(it), *_withheld(it.withheld), *_earlier(it.earlier), *_destroyed(it),
    ]  # fmt: skip


def _interested(it: RoundNotes) -> list[Note]:
    if not it.interested:
        return []
    told = "; ".join(f"{nominee}: {', '.join(members)}" for nominee, members in it.interested)
    return [("Thành viên có liên quan đến hồ sơ, vẫn có phiếu vì quy định không yêu cầu tránh:", f"{told}.")]


def _attendance(it: RoundNotes) -> list[Note]:
    made: list[Note] = []
    if it.attended:
        made.append(("Có mặt:", f"{it.attended[0]}/{it.attended[1]} thành viên."))
    if it.absent:
        told = "; ".join(f"{name} ({reason or 'không ghi lý do'})" for name, reason in it.absent)
        made.append(("Vắng mặt, không tham gia:", f"{told}."))
    return made


def _leave(it: RoundNotes) -> list[Note]:
    return [("Cho phép không họp:", f"{it.leave[0]}, theo {it.leave[1]}.")] if it.leave else []


def _written(written: Sequence[Written]) -> list[Note]:
    return [
        (
            "Ý kiến bằng văn bản:",
            f"{one.member} ({one.paper}): "
            + "; ".join(f"{nominee}: {CHOICES[choice]}" for nominee, choice in one.choices) + ".",
        )
        for one in written
    ]  # fmt: skip


def _typed(it: RoundNotes) -> list[Note]:
    made = [
        ("Phiếu giấy:", f"{nominee}: phát ra {issued}, thu về {returned}/{issued}.")
        for nominee, issued, returned in it.issued
    ]
    if it.typed:
        entered, confirmed, scan = it.typed
        told = f"{entered} nhập từ biên bản đã ký ({scan}); {confirmed or '……'} đối chiếu và xác nhận."
        made.append(("Số liệu:", told))
    return made


def _longer(longer: Sequence[Longer]) -> list[Note]:
    return [
        (
            "Gia hạn bỏ phiếu:",
            f"từ {at_moment(one.before)} đến {at_moment(one.after)}; {one.asked_by} đề nghị, {one.agreed_by} đồng ý lúc"
            f" {at_moment(one.agreed_at)}; lý do: {one.reason.rstrip('.')}.",
        )
        for one in longer
    ]


def _settled(it: RoundNotes) -> list[Note]:
    if not it.settled:
        return []
    chosen, by, reason = it.settled
    told = f"{by} chọn {', '.join(chosen)}; lý do: {reason.rstrip('.')}."
    return [("Ý kiến của người chủ trì khi bằng phiếu ở suất cuối cùng:", told)]


def _withheld(nominees: Sequence[str]) -> list[Note]:
    if not nominees:
        return []
    told = (
        f"{', '.join(nominees)}. Danh sách người bỏ phiếu của hai phiên chỉ khác nhau một hoặc hai người, nên so sánh"
        " số phiếu của hai phiên sẽ lộ lựa chọn của họ."
    )
    return [("Chỉ công bố đạt hay không đạt, không công bố số phiếu:", told)]


def _earlier(earlier: Sequence[Before]) -> list[Note]:
    made = []
    for one in earlier:
        when = f", {at_moment(one.at)}" if one.at else ""
        told = STATUSES.get(one.status) or ("đạt tỷ lệ quy định" if one.carried else "không đạt tỷ lệ quy định")
        figures = f" ({one.figures})" if one.figures else ""
        why = f" Lý do bỏ phiếu lại khi đó: {one.why_again.rstrip('.')}." if one.why_again else ""
        made.append((f"Phiên trước {one.code}{when}:", f"{one.nominee}: {told}{figures}.{why}"))
    return made


def _destroyed(it: RoundNotes) -> list[Note]:
    if not it.destroyed:
        return []
    at, slips, keys = it.destroyed
    return [
        ("Hủy phiếu và khóa:", f"{slips} phiếu, {keys} bản khóa, lúc {at_moment(at)}; danh sách mã phiếu được giữ.")
    ]
