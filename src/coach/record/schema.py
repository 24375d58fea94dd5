"""The tables of a database are brought to where this program needs them."""

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection


class NewerProgram(LookupError):
    """The database was last opened by a program newer than this one."""


def upgrade(connection: Connection) -> None:
    """Take every step this database has not taken, inside the connection's transaction.

    Raises:
        NewerProgram: it has taken steps this program does not know.
    """
    config = _config(connection)
    script = ScriptDirectory.from_config(config)
    taken = MigrationContext.configure(connection).get_current_revision()
    if taken == script.get_current_head():
        return
    if taken is not None and taken not in {step.revision for step in script.walk_revisions()}:
        raise NewerProgram(f"the database is at {taken}")
    command.upgrade(config, "head")


def downgrade(connection: Connection, to: str = "-1") -> None:
    """Take steps back; one, unless told how far: an id, or `base` for all."""
    command.downgrade(_config(connection), to)


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", "coach.record:migrations")
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
