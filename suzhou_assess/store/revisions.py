"""Which database revisions this program knows.

Alembic's files are the truth; this copy of their order lets start-up see that a database is up to
date without importing Alembic. A test compares the two.
"""

from __future__ import annotations

KNOWN = ("0001", "0002", "0003")
"""Oldest first."""

APPLICATION_ID = 0x53444241
"""In the header of every database of ours, so that another program's file is told apart."""
