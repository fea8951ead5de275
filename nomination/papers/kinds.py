"""The papers by name, what each is about, and the two forms in which each is kept."""

from enum import StrEnum

from nomination.filetypes import DOCX, PDF
from workflow.words import N_


class PaperKind(StrEnum):
    LETTER = "letter"
    UNIT_MINUTES = "unit_minutes"
    NOTICE = "notice"
    REPORT = "report"
    REVIEW_MINUTES = "review_minutes"
    COUNTING_MINUTES = "counting_minutes"
    DEPARTMENT_LETTER = "department_letter"
    DECISION = "decision"
    CERTIFICATE = "certificate"
    STOCK_PRINT = "stock_print"
    PAYMENT_LIST = "payment_list"

    @property
    def label(self) -> str:
        return LABELS[self]

    @property
    def forms(self) -> "tuple[Form, ...]":
        """The blank takes words by coordinates, which only a PDF keeps."""
        return (Form.PDF,) if self is PaperKind.STOCK_PRINT else tuple(Form)

    def says(self, form: "Form") -> str:
        """What the file of this form is for."""
        return TO_EDIT if form is Form.DOCX else TO_PRINT if self in PRINTED else TO_SIGN

    @property
    def stem(self) -> str:
        """How a file of this kind is called: Vietnamese always, as the paper itself."""
        return STEMS[self]


TO_EDIT, TO_SIGN, TO_PRINT = N_("Word, to edit"), N_("PDF, to sign"), N_("PDF, to print")
PRINTED = (PaperKind.CERTIFICATE, PaperKind.STOCK_PRINT)
LABELS = {
    PaperKind.LETTER: N_("Submission letter with its list"),
    PaperKind.UNIT_MINUTES: N_("Minutes of the unit's meeting"),
    PaperKind.NOTICE: N_("Notice of result"),
    PaperKind.REPORT: N_("Achievement report"),
    PaperKind.REVIEW_MINUTES: N_("Minutes of the review meeting"),
    PaperKind.COUNTING_MINUTES: N_("Counting minutes"),
    PaperKind.DEPARTMENT_LETTER: N_("Letter of the department to the minister"),
    PaperKind.DECISION: N_("Decision with its list"),
    PaperKind.CERTIFICATE: N_("Certificate"),
    PaperKind.STOCK_PRINT: N_("Text to print on the ministry's blank"),
    PaperKind.PAYMENT_LIST: N_("Payment list of the bonus money"),
}
STEMS = {
    PaperKind.LETTER: "Tờ trình", PaperKind.UNIT_MINUTES: "Biên bản họp", PaperKind.NOTICE: "Thông báo kết quả",
    PaperKind.REPORT: "Báo cáo thành tích", PaperKind.REVIEW_MINUTES: "Biên bản họp xét",
    PaperKind.COUNTING_MINUTES: "Biên bản kiểm phiếu", PaperKind.DEPARTMENT_LETTER: "Tờ trình Bộ trưởng",
    PaperKind.DECISION: "Quyết định", PaperKind.CERTIFICATE: "Bằng khen", PaperKind.STOCK_PRINT: "In phôi bằng khen",
    PaperKind.PAYMENT_LIST: "Danh sách chi tiền thưởng",
}  # fmt: skip


class Form(StrEnum):
    """To edit, and to sign."""

    DOCX = "docx"
    PDF = "pdf"

    @property
    def media_type(self) -> str:
        return {"docx": DOCX, "pdf": PDF}[self]


class Subject(StrEnum):
    """What a paper is about, as it stands in addresses."""

    SUBMISSION = "submission"
    NOMINATION = "nomination"
    ROUND = "round"
    DECISION = "decision"
    AWARD = "award"
