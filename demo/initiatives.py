"""Initiatives that some nominations name; one of them is named in two units, which the department is told."""

from demo.cases import Case
from demo.fates import IN_VETTING, Fate
from demo.scene import Scene, drawn

EVERY = 7
SUBJECTS = {
    "institutions": "Bảng đối chiếu điều khoản mâu thuẫn giữa các văn bản",
    "resources": "Kiểm tra chéo số liệu quan trắc giữa các trạm",
    "reform": "Theo dõi hồ sơ một cửa bằng mã vạch",
    "science": "Công cụ xử lý tự động ảnh viễn thám",
    "inspection": "Sổ tay xác minh đơn thư theo từng loại vụ việc",
    "communication": "Bộ tài liệu truyền thông dùng chung cho cộng tác viên",
}
SHARED = "Tra cứu thông tin thửa đất trên điện thoại tại bộ phận một cửa"
SHARED_BY = ("cuc-cntt", "cuc-ddbd")
"""Units that both have a nomination with the department now."""
Row = dict[str, str]


def of_case(scene: Scene, case: Case) -> dict[int, Row] | None:
    """The rows that the officer types; None where the nomination names none."""
    if case.fate is Fate.BEGUN or case.n % EVERY:
        return None
    unit, rng = scene.unit(case.unit), drawn("initiative", case.n)
    shared = case.unit in SHARED_BY and case.fate in IN_VETTING
    title = SHARED if shared else f"{SUBJECTS[case.area]} tại {unit.short_name}"
    ministry = rng.random() < 0.3
    day = f"{rng.randint(1, 28):02d}/01/{scene.rules.year}"
    paper = f"Quyết định số {rng.randint(10, 400)}/QĐ-{'BTNMT' if ministry else 'SK'} về việc công nhận sáng kiến"
    issuer = "Bộ trưởng" if ministry else f"Thủ trưởng {unit.name}"
    row = {"title": title, "scope": "ministry" if ministry else "unit", "paper": paper}
    return {0: row | {"issuer": issuer, "recognised_on": day}}
