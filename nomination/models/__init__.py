"""Every table of the product, one noun a file. Rows only: no rules, no queries, no acts."""

from nomination.models.audit import Audit, AuditHead
from nomination.models.base import Base
from nomination.models.campaign import Campaign, CampaignVersion
from nomination.models.decision import Decision, DecisionLine, RegisterEntry
from nomination.models.evidence import Evidence, StoredFile
from nomination.models.nomination import CriterionAnswer, Nomination, Transition
from nomination.models.organisation import Cluster, ClusterLeadership, ClusterMembership, Unit, UnitSuccession
from nomination.models.people import Account, LoginSession, Person, RoleAssignment
from nomination.models.plan import UnitPlan
from nomination.models.review import KeyWrapping, Round, RoundQuestion, RoundVoter, Slip, Teller
from nomination.models.submission import Submission
from nomination.models.vetting import CriterionVerdict, HoldRecord, SupplementRequest

__all__ = [
    "Account",
    "Audit",
    "AuditHead",
    "Base",
    "Campaign",
    "CampaignVersion",
    "Cluster",
    "ClusterLeadership",
    "ClusterMembership",
    "CriterionAnswer",
    "CriterionVerdict",
    "Decision",
    "DecisionLine",
    "Evidence",
    "HoldRecord",
    "KeyWrapping",
    "LoginSession",
    "Nomination",
    "Person",
    "RegisterEntry",
    "RoleAssignment",
    "Round",
    "RoundQuestion",
    "RoundVoter",
    "Slip",
    "StoredFile",
    "Submission",
    "SupplementRequest",
    "Teller",
    "Transition",
    "Unit",
    "UnitPlan",
    "UnitSuccession",
]
