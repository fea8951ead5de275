"""The register: bonus money, handing over, imported decisions, history."""

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
