"""Every table of the product, one noun a file. Rows only: no rules, no queries, no acts."""

from nomination.models.audit import Audit, AuditHead
from nomination.models.base import Base
from nomination.models.bonus import BonusLine, BonusPayment
from nomination.models.calendar import CalendarDay
from nomination.models.campaign import Campaign, CampaignVersion, ExtraPlaces
from nomination.models.campaign_reach import CampaignReach
from nomination.models.complaint import Complaint
from nomination.models.conduct import ConductClearance, ConductEntry
from nomination.models.consultation import Consultation, ConsultationLine, Feedback
from nomination.models.council import CouncilDecision, CouncilSeat
from nomination.models.decision import Decision, DecisionFile, DecisionLine, RegisterEntry
from nomination.models.evidence import Evidence, StoredFile
from nomination.models.handover import Handover, Recovery
from nomination.models.message import Message
from nomination.models.namesake import NamesakeFinding
from nomination.models.nomination import CriterionAnswer, InitiativeUse, Nomination, Transition
from nomination.models.opinion import Opinion, OpinionLetter
from nomination.models.organisation import (
    Cluster,
    ClusterLeadership,
    ClusterMembership,
    LeadDelegation,
    Unit,
    UnitSuccession,
)
from nomination.models.paper import Paper
from nomination.models.past_award import MatchFinding, PastAward, PastDecision
from nomination.models.people import Account, LoginSession, Person, RoleAssignment
from nomination.models.plan import MidtermReport, Question, UnitPlan
from nomination.models.proposal import Proposal, VettingNote
from nomination.models.reading import Contribution, ReadingNote
from nomination.models.review import (
    KeyWrapping,
    Rehearsal,
    Round,
    RoundPaper,
    RoundQuestion,
    RoundVoter,
    Slip,
    Teller,
)
from nomination.models.scoring import ScoreSheet, Scoring, ScoringLine
from nomination.models.stock import StockFrame
from nomination.models.submission import Submission
from nomination.models.vetting import CriterionVerdict, HoldRecord, SupplementRequest
from nomination.models.ways import (
    Destruction,
    Extension,
    Leave,
    PaperFigures,
    PaperMeeting,
    TieVote,
    WrittenOpinion,
)

__all__ = [
    "Account",
    "Audit",
    "AuditHead",
    "Base",
    "BonusLine",
    "BonusPayment",
    "CalendarDay",
    "Campaign",
    "CampaignReach",
    "CampaignVersion",
    "Cluster",
    "ClusterLeadership",
    "ClusterMembership",
    "Complaint",
    "ConductClearance",
    "ConductEntry",
    "Consultation",
    "ConsultationLine",
    "Contribution",
    "CouncilDecision",
    "CouncilSeat",
    "CriterionAnswer",
    "CriterionVerdict",
    "Decision",
    "DecisionFile",
    "DecisionLine",
    "Destruction",
    "Evidence",
    "Extension",
    "ExtraPlaces",
    "Feedback",
    "Handover",
    "HoldRecord",
    "InitiativeUse",
    "KeyWrapping",
    "LeadDelegation",
    "Leave",
    "LoginSession",
    "MatchFinding",
    "Message",
    "MidtermReport",
    "NamesakeFinding",
    "Nomination",
    "Opinion",
    "OpinionLetter",
    "Paper",
    "PaperFigures",
    "PaperMeeting",
    "PastAward",
    "PastDecision",
    "Person",
    "Proposal",
    "Question",
    "ReadingNote",
    "Recovery",
    "RegisterEntry",
    "Rehearsal",
    "RoleAssignment",
    "Round",
    "RoundPaper",
    "RoundQuestion",
    "RoundVoter",
    "ScoreSheet",
    "Scoring",
    "ScoringLine",
    "Slip",
    "StockFrame",
    "StoredFile",
    "Submission",
    "SupplementRequest",
    "Teller",
    "TieVote",
    "Transition",
    "Unit",
    "UnitPlan",
    "UnitSuccession",
    "VettingNote",
    "WrittenOpinion",
]
