"""The classes of recipients in the yearly statistics on commendation (Biểu 0603, Circular 02/2023/TT-BNV), by kind."""

from workflow.dossier import NomineeKind
from workflow.words import N_

DIRECT = frozenset({"direct_worker"})
LEADING = frozenset({"leader_ministry", "leader_department", "leader_other"})
"""Who counts as a direct worker and who as a leader when one is held against the other. An entrepreneur is neither."""

CLASSES: dict[NomineeKind, dict[str, str]] = {
    NomineeKind.INDIVIDUAL: {
        "leader_ministry": N_("Leader of a ministry, a province or above"),
        "leader_department": N_("Leader of a department of a ministry or province"),
        "entrepreneur": N_("Entrepreneur"),
        "leader_other": N_("Other leader, from deputy head of division up"),
        "direct_worker": N_("Directly working person"),
    },
    NomineeKind.COLLECTIVE: {
        "collective": N_("Collective"),
        "enterprise": N_("Collective that is an enterprise"),
        "household": N_("Household"),
    },
}

CLASS_WORDS: dict[NomineeKind, dict[str, str]] = {
    NomineeKind.INDIVIDUAL: {
        "leader_ministry": "Lãnh đạo cấp bộ, tỉnh trở lên",
        "leader_department": "Lãnh đạo cấp vụ, sở",
        "entrepreneur": "Doanh nhân",
        "leader_other": "Lãnh đạo, quản lý khác từ phó trưởng phòng trở lên",
        "direct_worker": "Người trực tiếp lao động",
    },
    NomineeKind.COLLECTIVE: {"collective": "Tập thể", "enterprise": "Doanh nghiệp", "household": "Hộ gia đình"},
}
"""The same as sheets say it: Vietnamese in every language, as the headings of a sheet are."""
