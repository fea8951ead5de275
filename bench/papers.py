"""How long the decision with 500 lines takes in each of its forms.

.venv/bin/python -m bench.papers
"""

import statistics
import time
from collections.abc import Callable

from nomination.models import DecisionLine
from nomination.papers.decision import BLANK, DecisionPaper, Group, dated
from nomination.papers.decision_official import decision_official
from nomination.papers.docx import official_docx
from nomination.papers.official import Official
from nomination.papers.pdf import official_pdf

LINES, TIMES = 500, 5


def decision(lines: int) -> Official:
    listed = [
        DecisionLine(
            ordinal=n + 1, name=f"Ông Nguyễn Văn Minh Họa {n + 1}", unit_name="Phòng Tổng hợp, Cục Minh Họa",
            award="bk", award_name="Bằng khen của Bộ trưởng",
            citation="Đã có thành tích xuất sắc trong phong trào thi đua, góp phần hoàn thành nhiệm vụ của đơn vị",
        )
        for n in range(lines)
    ]  # fmt: skip
    number = f"{BLANK}/QĐ-MH"
    paper = DecisionPaper(
        issuer="Bộ Minh Họa", number=f"Số: {number}", place_and_date=f"Hà Nội, {dated(None)}",
        about="Về việc khen thưởng thành tích trong phong trào thi đua", authority="Bộ trưởng Bộ Minh Họa",
        grounds=["Căn cứ Luật Thi đua, khen thưởng;", "Theo đề nghị của Vụ Minh Họa."],
        articles=[f"Tặng {lines} Bằng khen (có danh sách kèm theo).", "Mức tiền thưởng theo quy định.", "Hiệu lực./."],
        attached_to=f"Kèm theo Quyết định số {number} {dated(None)}", groups=[Group("Bằng khen", listed)],
        recipients=["Như Điều 3;", "Lưu: VT."], signed_as=["Bộ trưởng"], signer="Lê Văn Minh Họa", signed_at=None,
    )  # fmt: skip
    return decision_official(paper, {}, "AAAAA BBBBB CCCCC DDDDD")


def timed(name: str, make: Callable[[], bytes]) -> None:
    times, size = [], 0
    for _ in range(TIMES):
        began = time.perf_counter()
        size = len(make())
        times.append((time.perf_counter() - began) * 1000)
    print(f"{name}: median {statistics.median(times):.0f} ms, slowest {max(times):.0f} ms, {size // 1024} KB")


def main() -> None:
    for lines in (20, LINES):
        paper = decision(lines)
        timed(f"decision with {lines} lines, PDF", lambda paper=paper: official_pdf(paper).content)
        timed(f"decision with {lines} lines, DOCX", lambda paper=paper: official_docx(paper))


if __name__ == "__main__":
    main()
