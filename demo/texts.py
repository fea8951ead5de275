"""Texts of a nomination: summary, narrative, citation, the unit's plan. The same seed writes the same words."""

import random
from dataclasses import dataclass
from types import ModuleType

from demo import collective_phrases, individual_phrases

INDIVIDUAL = "individual"
COLLECTIVE = "collective"

# The six content areas of the dispatch that launched the campaign, with its own numbering.
AREAS = {
    "institutions": "1.1",
    "resources": "1.2",
    "reform": "1.3",
    "science": "1.4",
    "inspection": "1.5",
    "communication": "1.6",
}

TOPICS: dict[str, tuple[str, ...]] = {
    "law_topic": (
        "đất đai", "bảo vệ môi trường", "khoáng sản", "tài nguyên nước", "khí tượng thủy văn", "đa dạng sinh học",
        "tài nguyên, môi trường biển và hải đảo", "đo đạc và bản đồ", "hoạt động viễn thám",
    ),
    "public_topic": (
        "giảm rác thải nhựa và ni lông", "phân loại rác tại nguồn", "sử dụng nước tiết kiệm", "phòng, chống thiên tai",
        "thích ứng với biến đổi khí hậu", "bảo vệ môi trường biển", "quyền và nghĩa vụ của người sử dụng đất",
    ),
}  # fmt: skip

RANGES = {
    "few": (3, 9), "days": (5, 25), "dozens": (12, 48), "minutes": (15, 45), "saving": (12, 38), "month": (3, 9),
    "hundreds": (120, 960), "thousands": (1200, 9800),
}  # fmt: skip

CITATIONS = {
    "institutions": "lĩnh vực xây dựng và hoàn thiện thể chế, chính sách, pháp luật",
    "resources": "lĩnh vực quản lý tài nguyên, bảo vệ môi trường, phòng, chống thiên tai",
    "reform": "lĩnh vực cải cách hành chính, xây dựng Chính phủ điện tử",
    "science": "lĩnh vực nghiên cứu khoa học, ứng dụng công nghệ và hội nhập quốc tế",
    "inspection": "lĩnh vực thanh tra, kiểm tra, giải quyết khiếu nại, tố cáo",
    "communication": "lĩnh vực thông tin, báo chí, truyền thông của ngành",
}

PLAN_PAPERS = (
    "Kế hoạch phát động phong trào thi đua của đơn vị",
    "Kế hoạch hưởng ứng phong trào thi đua, kèm bản đăng ký thi đua của các phòng, đơn vị",
    "Công văn phát động phong trào thi đua hưởng ứng, kèm nội dung và tiêu chí của đơn vị",
)

PLAN_SUMMARIES = (
    "Cụ thể hóa nội dung phong trào thành {dozens} việc, mỗi việc có người phụ trách, thời hạn và sản phẩm. Đăng ký "
    "{few} công trình chào mừng đại hội. Kiểm tra hằng tháng, sơ kết vào tháng 7, tổng kết vào tháng 11.",
    "Phát động theo hai đợt, gắn với nhiệm vụ trọng tâm của từng phòng. Tiêu chí chấm điểm công khai; kết quả hằng "
    "tháng được niêm yết tại đơn vị. Phấn đấu không có nhiệm vụ quá hạn, tỷ lệ đúng hạn hằng tháng trên 90%.",
    "Tập trung vào {few} nhiệm vụ cấp bách, khuyến khích sáng kiến của người trực tiếp lao động. Mỗi phòng, đội đăng "
    "ký ít nhất một giải pháp mới; lựa chọn điển hình để nhân rộng trong toàn đơn vị.",
    "Thi đua giữ kỷ luật, kỷ cương và văn hóa công sở; rút ngắn thời gian giải quyết thủ tục hành chính ít nhất "
    "{saving}%. Công đoàn, Đoàn Thanh niên cùng theo dõi và bình chọn gương điển hình mỗi quý.",
)


class Facts(dict[str, str]):
    """Words for the braces of a phrase: every gap draws anew, so that two like sentences differ in their figures."""

    def __init__(self, rng: random.Random, **known: str) -> None:
        super().__init__(known)
        self._rng = rng

    def __missing__(self, gap: str) -> str:
        if gap in TOPICS:
            return self._rng.choice(TOPICS[gap])
        if gap == "percent":
            return f"{self._rng.randint(911, 998) / 10:.1f}".replace(".", ",")
        low, high = RANGES[gap]
        return f"{self._rng.randint(low, high):,}".replace(",", ".")


@dataclass(frozen=True)
class Plan:
    """A unit's own response to the campaign. `paper` has no number: nobody invents one."""

    title: str
    paper: str
    summary: str


def summary(rng: random.Random, kind: str, area: str) -> str:
    """The achievement in short, in one sentence."""
    return _written(rng, _phrases(kind).SUMMARIES[area])


def narrative(rng: random.Random, kind: str, area: str, subject: str) -> str:
    """What was new and what came of it. `subject` is a unit's name, or a person's with Ông or Bà before it."""
    return _written(rng, _phrases(kind).NARRATIVES[area], subject=subject)


def reform_note(rng: random.Random, kind: str) -> str:
    """Use of information technology, simpler procedures, satisfaction of people and firms."""
    return " ".join(phrase.format_map(Facts(rng)) for phrase in rng.sample(_phrases(kind).REFORMS, 2))


def citation(campaign: str, area: str | None = None) -> str:
    """The one line on the certificate. `campaign` is its name as it runs on in a sentence."""
    line = f"Đã có thành tích xuất sắc trong {campaign}"
    return line if area is None else f"{line}, {CITATIONS[area]}"


def plan(rng: random.Random, unit: str, campaign: str) -> Plan:
    return Plan(
        title=f"Kế hoạch của {unit} hưởng ứng {campaign}",
        paper=rng.choice(PLAN_PAPERS),
        summary=_written(rng, PLAN_SUMMARIES),
    )


def _phrases(kind: str) -> ModuleType:
    return {COLLECTIVE: collective_phrases, INDIVIDUAL: individual_phrases}[kind]


def _written(rng: random.Random, phrases: tuple[str, ...], **known: str) -> str:
    return rng.choice(phrases).format_map(Facts(rng, **known))
