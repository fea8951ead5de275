"""Indexes as the plans of real lists want them: a cluster's nominations of one campaign, and names within a unit."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

PLEDGED = {f"{engine}_where": sa.text("pledged_hash IS NOT NULL") for engine in ("sqlite", "postgresql")}
IN_CLUSTER = ["cluster_id", "campaign_id", "id", "state", "kind", "award", "author_id", "officer_id"]


def upgrade() -> None:
    op.drop_index("ix_nomination_cluster_campaign", "nomination")
    op.create_index("ix_nomination_cluster_campaign", "nomination", IN_CLUSTER, **PLEDGED)
    op.drop_index("ix_nomination_fold", "nomination")
    op.create_index("ix_nomination_fold", "nomination", ["unit_id", "campaign_id", "nominee_fold"])
    op.drop_index("ix_register_entry_fold", "register_entry")
    op.create_index("ix_register_entry_fold", "register_entry", ["campaign_id", "name_fold"])


def downgrade() -> None:
    op.drop_index("ix_register_entry_fold", "register_entry")
    op.create_index("ix_register_entry_fold", "register_entry", ["name_fold"])
    op.drop_index("ix_nomination_fold", "nomination")
    op.create_index("ix_nomination_fold", "nomination", ["campaign_id", "nominee_fold"])
    op.drop_index("ix_nomination_cluster_campaign", "nomination")
    op.create_index("ix_nomination_cluster_campaign", "nomination", ["cluster_id", "campaign_id", "id"])
