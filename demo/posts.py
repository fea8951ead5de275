"""Posts, divisions and classes of nominees by kind of unit, with the content areas that suit its work."""

import random

# Class of a recipient in the yearly statistics on commendation (Biểu 0603): who was rewarded, not for what.
CLASSES = {
    "collective": "Tập thể",
    "enterprise": "Tập thể là doanh nghiệp",
    "household": "Hộ gia đình",
    "leader_ministry": "Lãnh đạo cấp bộ, cấp tỉnh và tương đương trở lên",
    "leader_department": "Lãnh đạo cấp vụ, sở, ngành và tương đương",
    "entrepreneur": "Doanh nhân",
    "leader_other": "Lãnh đạo, quản lý khác từ phó trưởng phòng trở lên",
    "direct_worker": "Người trực tiếp công tác, lao động",
}

WORKERS: dict[str, tuple[str, ...]] = {
    "vu": ("Chuyên viên", "Chuyên viên chính", "Chuyên viên cao cấp"),
    "van_phong": ("Chuyên viên", "Văn thư viên", "Kế toán viên", "Lái xe"),
    "thanh_tra": ("Thanh tra viên", "Thanh tra viên chính", "Chuyên viên"),
    "tong_cuc": ("Chuyên viên", "Chuyên viên chính", "Kỹ sư", "Thanh tra viên"),
    "cuc": ("Chuyên viên", "Kỹ sư", "Lập trình viên", "Chuyên viên chính"),
    "vien": ("Nghiên cứu viên", "Nghiên cứu viên chính", "Kỹ thuật viên phòng thí nghiệm"),
    "truong": ("Giảng viên", "Giảng viên chính", "Cố vấn học tập", "Chuyên viên"),
    "cong_ty": ("Kỹ sư trắc địa", "Công nhân kỹ thuật đo đạc", "Kế toán viên", "Kỹ sư địa chất"),
    "su_nghiep": ("Dự báo viên", "Quan trắc viên", "Điều tra viên", "Kỹ sư", "Kỹ thuật viên"),
    "bao_chi": ("Phóng viên", "Biên tập viên", "Kỹ thuật viên dựng hình", "Họa sĩ trình bày"),
    "so": ("Chuyên viên", "Thanh tra viên", "Viên chức địa chính", "Quan trắc viên", "Đăng ký viên đất đai"),
    "chi_cuc": ("Chuyên viên", "Kiểm soát viên môi trường", "Quan trắc viên"),
    "phong": ("Chuyên viên", "Kỹ sư", "Nghiên cứu viên"),
}

HEADS: dict[str, tuple[str, ...]] = {
    "vu": ("Vụ trưởng", "Phó Vụ trưởng"),
    "van_phong": ("Chánh Văn phòng", "Phó Chánh Văn phòng"),
    "thanh_tra": ("Chánh Thanh tra", "Phó Chánh Thanh tra"),
    "tong_cuc": ("Tổng cục trưởng", "Phó Tổng cục trưởng"),
    "cuc": ("Cục trưởng", "Phó Cục trưởng"),
    "vien": ("Viện trưởng", "Phó Viện trưởng"),
    "truong": ("Hiệu trưởng", "Phó Hiệu trưởng"),
    "cong_ty": ("Tổng Giám đốc", "Phó Tổng Giám đốc"),
    "su_nghiep": ("Giám đốc", "Phó Giám đốc"),
    "bao_chi": ("Tổng Biên tập", "Phó Tổng Biên tập"),
    "so": ("Giám đốc Sở", "Phó Giám đốc Sở"),
    "chi_cuc": ("Chi cục trưởng", "Phó Chi cục trưởng"),
    "phong": ("Trưởng phòng", "Phó Trưởng phòng"),
}

DIVISIONS: dict[str, tuple[str, ...]] = {
    "vu": ("Phòng Tổng hợp", "Phòng Chính sách", "Phòng Nghiệp vụ"),
    "van_phong": ("Phòng Tổng hợp", "Phòng Hành chính", "Phòng Kế toán", "Phòng Kiểm soát thủ tục hành chính"),
    "thanh_tra": ("Phòng Thanh tra đất đai", "Phòng Thanh tra môi trường", "Phòng Tiếp dân và Xử lý đơn"),
    "tong_cuc": ("Phòng Kế hoạch", "Phòng Nghiệp vụ", "Phòng Pháp chế", "Phòng Hợp tác và Khoa học công nghệ"),
    "cuc": ("Phòng Dữ liệu và Ứng dụng", "Phòng Quản lý cấp phép", "Phòng Tổng hợp"),
    "vien": ("Phòng Nghiên cứu chính sách", "Phòng Thí nghiệm", "Phòng Mô hình hóa"),
    "truong": ("Khoa Môi trường", "Khoa Quản lý đất đai", "Khoa Công nghệ thông tin", "Phòng Đào tạo"),
    "cong_ty": ("Đội Đo đạc số 1", "Đội Đo đạc số 2", "Phòng Kỹ thuật - Công nghệ", "Phòng Kế hoạch"),
    "su_nghiep": ("Phòng Dự báo", "Phòng Quan trắc", "Phòng Kỹ thuật", "Phòng Dữ liệu"),
    "bao_chi": ("Ban Thời sự", "Ban Chuyên đề", "Ban Báo điện tử", "Phòng Thư ký - Biên tập"),
    "so": (
        "Phòng Quản lý đất đai",
        "Phòng Quản lý môi trường",
        "Phòng Tài nguyên nước và Khoáng sản",
        "Phòng Kế hoạch - Tài chính",
    ),
    "chi_cuc": ("Phòng Kiểm soát ô nhiễm", "Phòng Thẩm định", "Phòng Tổng hợp"),
    "phong": ("Tổ Tổng hợp", "Tổ Kỹ thuật"),
}

SUITABLE: dict[str, tuple[str, ...]] = {
    "vu": ("institutions", "reform"),
    "van_phong": ("reform", "institutions"),
    "thanh_tra": ("inspection", "institutions"),
    "tong_cuc": ("institutions", "resources", "inspection", "science"),
    "cuc": ("institutions", "resources", "science"),
    "vien": ("science", "institutions"),
    "truong": ("science", "communication"),
    "cong_ty": ("science", "resources"),
    "su_nghiep": ("resources", "science"),
    "bao_chi": ("communication",),
    "so": ("resources", "reform", "inspection", "communication"),
    "chi_cuc": ("resources", "inspection"),
    "phong": ("reform", "science"),
}

DIVISION_HEADS = {
    "Phòng": ("Trưởng phòng", "Phó Trưởng phòng"),
    "Ban": ("Trưởng ban", "Phó Trưởng ban"),
    "Khoa": ("Trưởng khoa", "Phó Trưởng khoa"),
    "Đội": ("Đội trưởng", "Phó Đội trưởng"),
}

# Whoever heads a unit stands in the class of its rank; all others are heads of a vụ or sở, or of their equals.
HEAD_CLASSES = {"cong_ty": "entrepreneur", "chi_cuc": "leader_other", "phong": "leader_other"}


def area(rng: random.Random, unit_kind: str) -> str:
    """A content area in which a unit of this kind can have achieved something."""
    return rng.choice(SUITABLE[unit_kind])


def division(rng: random.Random, unit_kind: str) -> str:
    return rng.choice(DIVISIONS[unit_kind])


def individual_class(rng: random.Random, unit_kind: str) -> str:
    """More than half are people who work directly, few head a unit."""
    head = HEAD_CLASSES.get(unit_kind, "leader_department")
    return rng.choices(("direct_worker", "leader_other", head), weights=(55, 38, 7))[0]


def collective_class(unit_kind: str) -> str:
    return "enterprise" if unit_kind == "cong_ty" else "collective"


def post(rng: random.Random, unit_kind: str, class_code: str, place: str) -> str:
    """The post of an individual of this class who works in the division `place`."""
    if class_code == "direct_worker":
        return rng.choice(WORKERS[unit_kind])
    if class_code == "leader_other":
        return rng.choice(DIVISION_HEADS.get(place.split()[0], HEADS["phong"]))
    return rng.choice(HEADS[unit_kind])
