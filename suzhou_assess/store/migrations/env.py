"""Alembic's way in. ``store.migrate`` hands over an open connection within a transaction."""

from alembic import context

from suzhou_assess.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
