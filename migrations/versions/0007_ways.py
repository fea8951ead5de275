"""The other ways of a round: paper, written opinions, extension, repetition, destruction of slips and keys."""

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
