"""How Alembic runs the steps: on the connection it is given, in the transaction it is in."""

from alembic import context

if hasattr(context, "config"):  # not so when this file is only looked at
    connection = context.config.attributes["connection"]
    context.configure(connection=connection, transactional_ddl=True)
    context.run_migrations()
