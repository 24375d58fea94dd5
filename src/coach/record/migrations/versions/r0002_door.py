"""Names, four digits, return codes, and which browser knows whom."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "learner",
        sa.Column("learner", sa.CHAR(32)),
        sa.Column("name", sa.Text),
        sa.Column("name_key", sa.Text),
        sa.Column("digits", sa.Text),
        sa.Column("code", sa.Text),
        sa.Column("begun_at", sa.String(27), nullable=False),
        sa.PrimaryKeyConstraint("learner", name="learner_one"),
    )
    op.create_index("learner_code_once", "learner", ["code"], unique=True)
    op.create_table(
        "browser",
        sa.Column("browser", sa.String(64)),
        sa.Column("learner", sa.CHAR(32)),
        sa.Column("unlocked_at", sa.String(27)),
        sa.PrimaryKeyConstraint("browser", "learner", name="browser_learner_once"),
    )
    op.create_index("browser_learner", "browser", ["learner"])
    op.create_table(
        "at_door",
        sa.Column("browser", sa.String(64)),
        sa.Column("learner", sa.CHAR(32), nullable=False),
        sa.PrimaryKeyConstraint("browser", name="at_door_one"),
    )
    op.create_index("at_door_learner", "at_door", ["learner"])
    op.create_table(
        "tries",
        sa.Column("number", sa.Integer, autoincrement=True),
        sa.Column("browser", sa.String(64), nullable=False),
        sa.Column("learner", sa.CHAR(32)),
        sa.Column("at", sa.String(27), nullable=False),
        sa.PrimaryKeyConstraint("number", name="tries_one"),
    )
    op.create_table(
        "door_salt",
        sa.Column("only", sa.Integer, autoincrement=False),
        sa.Column("salt", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("only", name="door_salt_one"),
    )


def downgrade() -> None:
    """Back."""
    for table in ("door_salt", "tries", "at_door", "browser", "learner"):
        op.drop_table(table)
