"""What heads of a cluster, or members of the council, say to one another before a vote, and what one of them notes."""

from collections.abc import Sequence

from demo.cases import Case
from demo.people import councillor, head_of
from demo.scene import Scene
from nomination.services.reading import contribute, write_note

SAID = (
    "Thành tích nêu rõ, số liệu từng tháng có minh chứng. Đơn vị chúng tôi nhất trí.",
    "Đề nghị đơn vị trình làm rõ phạm vi ảnh hưởng của sáng kiến trước khi bỏ phiếu.",
    "Kết quả cải cách hành chính nổi bật so với mặt bằng chung của Cụm.",
)
NOTED = "Đã đọc đủ tiêu chí. Xem lại tháng có tỷ lệ đúng hạn thấp nhất trước khi bỏ phiếu."
IN_COUNCIL = (
    "Báo cáo thẩm định đầy đủ; các ý kiến hiệp y thống nhất. Tôi nhất trí trình Hội đồng biểu quyết.",
    "Đề nghị cơ quan thường trực nói rõ thêm kết quả xử lý nhiệm vụ quá hạn của đơn vị khi báo cáo tại cuộc họp.",
)


def discuss(scene: Scene, cases: Sequence[Case], members: Sequence[str]) -> None:
    """Of the first few nominations, by members of other units; the last of them also notes something for himself."""
    for n, case in enumerate(cases[: len(SAID)]):
        others = [unit for unit in members if unit != case.unit]
        speaker = scene.actor(head_of(others[n % len(others)]))
        contribute(speaker, case.code, SAID[n])
        write_note(speaker, case.code, NOTED)


def discuss_in_council(scene: Scene, cases: Sequence[Case]) -> None:
    """Of the first nomination of a round, before its box opens, by two members."""
    for n, words in enumerate(IN_COUNCIL):
        contribute(scene.actor(councillor(n + 3)), cases[0].code, words)
