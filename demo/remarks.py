"""What the people of the process write: notes, reasons. Neutral in tone; no document number is invented."""

import random
from dataclasses import dataclass

VETTING_NOTES: dict[str, tuple[str, ...]] = {
    "met": (
        "Đã đối chiếu với minh chứng, số liệu khớp.",
        "Minh chứng đầy đủ, rõ nguồn; nội dung phù hợp với tiêu chí.",
        "Đã hỏi lại đơn vị qua điện thoại về một số liệu, được giải thích rõ và có tài liệu kèm theo.",
        "Đối chiếu với hệ thống theo dõi nhiệm vụ, không có sai lệch.",
        "Không có thông tin trái chiều từ các cơ quan được hỏi ý kiến.",
        "Báo cáo nêu rõ việc làm và kết quả; đủ căn cứ để kết luận đạt.",
    ),
    "not_met": (
        "Số liệu trong báo cáo không khớp với minh chứng; đơn vị chưa giải trình được.",
        "Minh chứng chỉ thể hiện nhiệm vụ thường xuyên, chưa thấy sáng tạo, đổi mới như tiêu chí yêu cầu.",
        "Có tháng tỷ lệ nhiệm vụ hoàn thành đúng hạn chưa trên 90%.",
        "Thành tích nêu trong báo cáo nằm ngoài thời gian của phong trào.",
    ),
    "waived": (
        "Tiêu chí không phát sinh trong năm do đơn vị mới thành lập; đề nghị xem xét không áp dụng.",
        "Đơn vị không có thủ tục hành chính thuộc thẩm quyền giải quyết; các nội dung khác của tiêu chí đều đạt.",
    ),
}

WAIVER_GROUNDS = (
    "Chức năng, nhiệm vụ của đơn vị theo quyết định thành lập, bản sao kèm theo hồ sơ.",
    "Xác nhận bằng văn bản của đơn vị cấp trên trực tiếp, kèm theo hồ sơ.",
)

SUPPLEMENT_REASONS: dict[str, tuple[str, ...]] = {
    "nominee": (
        "Họ và tên trong danh sách khác với báo cáo thành tích; đề nghị thống nhất.",
        "Chức vụ ghi trong hồ sơ không trùng với quyết định bổ nhiệm; đề nghị kiểm tra lại.",
        "Tóm tắt thành tích quá chung; đề nghị nêu việc đã làm và kết quả cụ thể.",
    ),
    "narrative": (
        "Báo cáo chưa nêu kết quả bằng số liệu; đề nghị bổ sung số liệu so sánh với năm trước.",
        "Nội dung trùng với báo cáo của tập thể; đề nghị nêu rõ phần việc của cá nhân.",
        "Chưa nêu phạm vi áp dụng của giải pháp; đề nghị bổ sung.",
    ),
    "figures": (
        "Thiếu số liệu của một tháng; đề nghị bổ sung.",
        "Số nhiệm vụ trong bảng khác với báo cáo hằng tháng đã gửi; đề nghị kiểm tra lại.",
    ),
    "evidence": (
        "Bản quét mờ, không đọc được dấu và chữ ký; đề nghị gửi lại.",
        "Chưa có xác nhận của cơ quan sử dụng kết quả; đề nghị bổ sung.",
        "Minh chứng gửi kèm thuộc năm trước; đề nghị thay bằng tài liệu của năm phong trào.",
    ),
    "statements": ("Thủ trưởng đơn vị chưa xác nhận đủ các nội dung cam kết; đề nghị xác nhận.",),
}

REFERRALS = (
    "Đề nghị rà soát lại số liệu tháng trước khi trình.",
    "Báo cáo còn dài, đề nghị rút gọn và nêu rõ kết quả.",
    "Đề nghị bổ sung minh chứng cho nội dung sáng kiến.",
    "Bổ sung ý kiến của cấp ủy, công đoàn đơn vị trước khi trình.",
)

HOLD_LIFTS = (
    "Đã có văn bản trả lời: không có nội dung ảnh hưởng đến việc xét khen thưởng.",
    "Đơn vị đã giải trình và cung cấp tài liệu; các bên thống nhất nội dung.",
)

WITHDRAWALS = (
    "Đơn vị xin rút để hoàn thiện hồ sơ và đề nghị vào đợt sau.",
    "Cá nhân đã được khen thưởng ở hình thức khác cho cùng thành tích; đơn vị xin rút.",
    "Cá nhân có nguyện vọng nhường chỉ tiêu cho đồng nghiệp; đơn vị thống nhất.",
)

MATCH_NOTES = (
    "Trùng họ và tên nhưng là hai người khác nhau, công tác tại hai đơn vị khác nhau.",
    "Cùng một người; thành tích đề nghị lần này là việc khác, không trùng với lần đề nghị trước.",
)


@dataclass(frozen=True)
class Refusal:
    """Why a nomination was not chosen, and the rule that the reason rests on."""

    reason: str
    citation: str


@dataclass(frozen=True)
class Stop:
    """Why a nomination waits, and the paper that asked for it. The wording takes no side."""

    reason: str
    paper: str


REFUSALS = (
    Refusal(
        "Có tháng tỷ lệ nhiệm vụ hoàn thành đúng hạn chưa trên 90%.",
        "Phần 3 văn bản phát động phong trào, tiêu chí thứ ba",
    ),
    Refusal("Thành tích chưa thể hiện rõ sáng tạo, đổi mới.", "Phần 3 văn bản phát động phong trào, tiêu chí thứ hai"),
    Refusal(
        "Thành tích này đã được khen thưởng trong năm.", "Nguyên tắc không khen thưởng nhiều lần cho một thành tích"
    ),
    Refusal("Hồ sơ không được bổ sung trong thời hạn.", "Yêu cầu bổ sung hồ sơ đã gửi đơn vị"),
    Refusal("Còn nhiệm vụ quá hạn của năm.", "Phần 3 văn bản phát động phong trào, tiêu chí thứ ba"),
)

STOPS = (
    Stop("Chờ xác minh nội dung một đơn gửi đến; chưa có kết luận.", "Văn bản đề nghị tạm dừng của Thanh tra Bộ"),
    Stop("Chờ ý kiến của cơ quan quản lý cán bộ.", "Phiếu lấy ý kiến gửi Vụ Tổ chức cán bộ"),
    Stop("Chờ kết quả kiểm tra định kỳ đang tiến hành tại đơn vị.", "Quyết định thành lập đoàn kiểm tra"),
    Stop("Cần làm rõ số liệu giữa hai báo cáo; chưa có kết luận.", "Phiếu đề nghị giải trình gửi đơn vị"),
)


def vetting_note(rng: random.Random, verdict: str) -> str:
    return rng.choice(VETTING_NOTES[verdict])


def waiver_ground(rng: random.Random) -> str:
    return rng.choice(WAIVER_GROUNDS)


def supplement_reason(rng: random.Random, concern: str) -> str:
    """What to complete; `concern` is what it is about: nominee, narrative, figures, evidence, statements."""
    return rng.choice(SUPPLEMENT_REASONS[concern])


def referral(rng: random.Random) -> str:
    """Why the head, the leader or the minister sends a nomination back."""
    return rng.choice(REFERRALS)


def refusal(rng: random.Random) -> Refusal:
    return rng.choice(REFUSALS)


def stop(rng: random.Random) -> Stop:
    return rng.choice(STOPS)


def hold_lift(rng: random.Random) -> str:
    return rng.choice(HOLD_LIFTS)


def withdrawal(rng: random.Random) -> str:
    return rng.choice(WITHDRAWALS)


def match_note(rng: random.Random) -> str:
    return rng.choice(MATCH_NOTES)
