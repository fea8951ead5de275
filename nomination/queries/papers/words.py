"""Words on papers that come from rows: Vietnamese always, whatever the language of who makes the paper."""

from flask_babel import force_locale, gettext

from nomination.classes import CLASSES
from workflow.campaign import Campaign
from workflow.dossier import NomineeKind

VIETNAMESE = "vi"


def class_word(kind: str, code: str) -> str:
    """The class of a nominee as the yearly statistics call it; blank when none was chosen."""
    label = CLASSES[NomineeKind(kind)].get(code, "")
    return vietnamese(label) if label else ""


def vietnamese(message: str) -> str:
    with force_locale(VIETNAMESE):
        return str(gettext(message))


def department_symbol(campaign: Campaign) -> str:
    """What stands for the department in numbers: the last part of the dispatch's own symbol."""
    return campaign.dispatch.symbol.rpartition("-")[2]
