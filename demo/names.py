"""Fictional people: Vietnamese names drawn from pools, all distinct, none of them that of a known leader."""

import random
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Gender(StrEnum):
    MALE = "male"
    FEMALE = "female"


@dataclass(frozen=True)
class FullName:
    """A name in its parts. Lists of people go by `by_given`; the collation itself belongs to the application."""

    family: str
    middle: str
    given: str
    gender: Gender

    @property
    def full(self) -> str:
        return f"{self.family} {self.middle} {self.given}"

    @property
    def by_given(self) -> tuple[str, str, str]:
        return (self.given, self.middle, self.family)

    @property
    def title(self) -> str:
        return "Ông" if self.gender is Gender.MALE else "Bà"


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


# The commonest families stand several times, about as often as in the country; the last line is of the uplands.
FAMILIES = _words("""
    Nguyễn Nguyễn Nguyễn Nguyễn Nguyễn Nguyễn Nguyễn Nguyễn Trần Trần Trần Lê Lê Lê Phạm Phạm Hoàng Hoàng Phan
    Vũ Vũ Võ Đặng Đặng Bùi Bùi Đỗ Đỗ Hồ Ngô Ngô Dương Lý Đào Đoàn Vương Trịnh Trương Đinh Lâm Phùng Mai Tô Hà
    Cao Lương Tạ Thái Chu Kiều Lưu Quách Tăng Thân Văn Khuất Nghiêm Cù Doãn Giang Hứa La Lại Mạc Ninh Tống Từ
    Viên Đàm Âu Bạch Nông Lò Quàng Triệu Ma Lường Vi Hoàng Đàm
""")

MIDDLES = {
    Gender.MALE: (
        "Văn", "Văn", "Văn", "Đức", "Hữu", "Quang", "Minh", "Xuân", "Ngọc", "Thanh", "Công", "Đình", "Duy", "Gia",
        "Hải", "Hoàng", "Khắc", "Mạnh", "Nhật", "Quốc", "Sỹ", "Thành", "Thế", "Tiến", "Trọng", "Trung", "Tuấn", "Việt",
        "Viết", "Bá", "Huy", "Kim", "Đăng", "Chí", "Anh",
    ),
    Gender.FEMALE: (
        "Thị", "Thị", "Thị", "Thị Ngọc", "Thị Thu", "Thị Thanh", "Thị Minh", "Thị Hồng", "Thị Kim", "Thị Bích",
        "Thị Phương", "Thị Thùy", "Thị Mai", "Thị Lan", "Thị Hải", "Ngọc", "Thu", "Thanh", "Minh", "Hồng", "Bảo",
        "Khánh", "Thùy", "Phương", "Diệu", "Hoài", "Quỳnh", "Tuyết", "Như", "Mỹ", "Cẩm", "Ánh",
    ),
}  # fmt: skip

GIVENS = {
    Gender.MALE: _words("""
        An Anh Bách Bảo Bình Cảnh Châu Chiến Chính Cương Cường Danh Đại Đạt Điệp Định Đông Dũng Dương Giáp Hải
        Hào Hiệp Hiếu Hoan Hoàn Hùng Hưng Huy Khải Khánh Khiêm Khoa Khôi Kiên Kỳ Lam Lâm Lân Lộc Long Luân Lực
        Mạnh Nam Nghĩa Nguyên Nhân Nhuận Ninh Phong Phú Phúc Quân Quý Quyết Sơn Tài Tâm Tân Thái Thắng Thạch
        Thịnh Thọ Thông Thuận Tiệp Toàn Trí Trường Tú Tùng Tuyên Vinh Vượng Vỹ Ý Đức Đăng Độ
    """),
    Gender.FEMALE: _words("""
        An Anh Ánh Bình Chi Diễm Diệp Dung Duyên Đào Giang Hà Hạnh Hằng Hậu Hiên Hiền Hoa Hòa Hoài Huế Huệ Hương
        Hường Huyền Khanh Lan Lê Liên Liễu Linh Loan Lý Mai My Nga Ngà Ngân Nguyệt Nhàn Nhi Nhung Ninh Nương
        Oanh Phượng Quế Quyên Sen Sương Thảo Thoa Thơm Thu Thư Thương Thúy Thủy Tiên Trà Trâm Trang Trinh Tuyết
        Tươi Uyên Vân Vi Vui Xoan Xuân Yên Yến Đan
    """),
}

# Leaders of the State and of the sector past and present: a fictional nominee must not be taken for one of them.
_LEADERS = """
    Hồ Chí Minh, Trường Chinh, Lê Duẩn, Nguyễn Văn Linh, Đỗ Mười, Lê Khả Phiêu, Nông Đức Mạnh, Nguyễn Phú Trọng,
    Tô Lâm, Tôn Đức Thắng, Nguyễn Hữu Thọ, Võ Chí Công, Lê Đức Anh, Trần Đức Lương, Nguyễn Minh Triết, Trương Tấn
    Sang, Trần Đại Quang, Đặng Thị Ngọc Thịnh, Nguyễn Xuân Phúc, Võ Thị Ánh Xuân, Võ Văn Thưởng, Lương Cường, Phạm
    Văn Đồng, Phạm Hùng, Võ Văn Kiệt, Phan Văn Khải, Nguyễn Tấn Dũng, Phạm Minh Chính, Lê Minh Hưng, Nông Quốc
    Tuấn, Nguyễn Văn An, Nguyễn Sinh Hùng, Nguyễn Thị Kim Ngân, Vương Đình Huệ, Trần Thanh Mẫn, Tòng Thị Phóng,
    Uông Chu Lưu, Đỗ Bá Tỵ, Phùng Quốc Hiển, Nguyễn Khắc Định, Nguyễn Đức Hải, Trần Quang Phương, Nguyễn Thị
    Thanh, Võ Nguyên Giáp, Văn Tiến Dũng, Phùng Quang Thanh, Ngô Xuân Lịch, Phan Văn Giang, Trương Hòa Bình, Phạm
    Bình Minh, Vũ Đức Đam, Trịnh Đình Dũng, Hoàng Trung Hải, Nguyễn Thiện Nhân, Lê Minh Khái, Lê Văn Thành, Trần
    Lưu Quang, Trần Hồng Hà, Nguyễn Hòa Bình, Lê Thành Long, Bùi Thanh Sơn, Hồ Đức Phớc, Nguyễn Chí Dũng, Mai Văn
    Chính, Trần Quốc Vượng, Đinh La Thăng, Đinh Thế Huynh, Phạm Quang Nghị, Phan Đình Trạc, Nguyễn Văn Nên, Nguyễn
    Trọng Nghĩa, Trương Thị Mai, Nguyễn Duy Ngọc, Trần Cẩm Tú, Đỗ Văn Chiến, Bùi Thị Minh Hoài, Nguyễn Văn Bình,
    Võ Văn Dũng, Lê Minh Trí, Mai Ái Trực, Phạm Khôi Nguyên, Nguyễn Minh Quang, Đặng Quốc Khánh, Đỗ Đức Duy, Trần
    Đức Thắng, Nguyễn Linh Ngọc, Chu Phạm Ngọc Hiển, Nguyễn Thái Lai, Bùi Cách Tuyến, Trần Quý Kiên, Võ Tuấn Nhân,
    Lê Công Thành, Lê Minh Ngân, Nguyễn Thị Phương Hoa, Nguyễn Văn Đức, Nguyễn Mạnh Hiển, Trần Hồng Thái, Nguyễn
    Xuân Cường, Cao Đức Phát, Lê Minh Hoan, Trần Tuấn Anh, Nguyễn Hồng Diên, Nguyễn Mạnh Hùng, Trương Minh Tuấn,
    Phùng Xuân Nhạ, Nguyễn Kim Sơn, Nguyễn Thị Kim Tiến, Nguyễn Thanh Long, Đào Hồng Lan, Lê Vĩnh Tân, Phạm Thị
    Thanh Trà, Nguyễn Văn Thể, Nguyễn Văn Thắng, Đinh Tiến Dũng, Nguyễn Hải Ninh, Đào Ngọc Dung, Nguyễn Ngọc
    Thiện, Nguyễn Văn Hùng, Chu Ngọc Anh, Huỳnh Thành Đạt, Nguyễn Thị Hồng, Lê Minh Khái, Đoàn Hồng Phong, Mai
    Tiến Dũng, Trần Văn Sơn, Hầu A Lềnh, Phạm Hồng Hà, Nguyễn Thanh Nghị, Trần Hồng Minh, Lương Tam Quang, Nguyễn
    Đức Chung, Chu Xuân Dũng, Trần Sỹ Thanh, Nguyễn Thành Phong, Phan Văn Mãi, Nguyễn Văn Được, Huỳnh Đức Thơ, Bùi
    Văn Cường, Lê Quốc Phong, Nguyễn Thị Doan
"""
DENIED = frozenset(" ".join(name.split()).casefold() for name in _LEADERS.split(","))

# Typed on a system that splits letters from their marks (NFD): the one name that is not in the stored form.
DECOMPOSED = FullName(
    "Nguyễn", unicodedata.normalize("NFD", "Thị Thúy"), unicodedata.normalize("NFD", "Hường"), Gender.FEMALE
)

# Longer than the line for the name on a certificate.
LONGEST = FullName("Công Tằng Tôn Nữ", "Nguyễn Phước Hoàng Thị Diệu Phương Thảo", "Nguyên", Gender.FEMALE)


def people(rng: random.Random) -> Iterator[FullName]:
    """Distinct fictional people without end, the same for the same seed; the two odd cases are never among them."""
    seen = {_spelled(DECOMPOSED.full), _spelled(LONGEST.full)} | DENIED
    while True:
        name = _draw(rng)
        if _spelled(name.full) not in seen:
            seen.add(_spelled(name.full))
            yield name


def _draw(rng: random.Random) -> FullName:
    """One name; a middle part never repeats the family or the given name ("Mai Thị Mai")."""
    gender = rng.choice(list(Gender))
    family, given = rng.choice(FAMILIES), rng.choice(GIVENS[gender])
    fitting = [middle for middle in MIDDLES[gender] if not {family, given} & set(middle.split())]
    return FullName(family, rng.choice(fitting), given if given != family else GIVENS[gender][0], gender)


def _spelled(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
