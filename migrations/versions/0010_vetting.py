"""Receipt numbers, days off, opinions of other bodies, public consultation, proposals, internal notes."""

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
