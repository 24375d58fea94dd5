"""Events, snapshots, kept content and the marks of what was erased."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "event",
        sa.Column("learner", sa.CHAR(32)),
        sa.Column("seq", sa.Integer, autoincrement=False),
        sa.Column("id", sa.CHAR(32), nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("about", sa.CHAR(32)),
        sa.Column("payload", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("learner", "seq", name="event_order"),
    )
    op.create_index("event_id_once", "event", ["id"], unique=True)
    op.create_index("event_about", "event", ["learner", "about", "seq"])
    op.create_table(
        "snapshot",
        sa.Column("learner", sa.CHAR(32)),
        sa.Column("kind", sa.Text),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("payload", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("learner", "kind", name="snapshot_one"),
    )
    op.create_table(
        "content",
        sa.Column("rules", sa.Text),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("payload", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("rules", name="content_one"),
    )
    op.create_table(
        "erasure",
        sa.Column("at", sa.String(10), nullable=False),
        sa.Column("events", sa.Integer, nullable=False),
    )


def downgrade() -> None:
    """Back."""
    for table in ("erasure", "content", "snapshot", "event"):
        op.drop_table(table)
