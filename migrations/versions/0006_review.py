"""Reading and discussing before a round: notes, contributions, the agenda and the check before opening."""

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
