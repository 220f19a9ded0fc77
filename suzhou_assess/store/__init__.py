"""The database: SQLAlchemy tables, sessions, queries, Alembic migrations."""
