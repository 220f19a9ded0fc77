"""Adds many rows of one kind at once, as an intake does.

SQLAlchemy takes each row of an ``insert`` through a path that is made for any statement there is.
Here the statement is made once, and the values of a column are turned for the driver together, by
the very processors of its type.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import TableClause, insert
from sqlalchemy.engine import Connection


def add(connection: Connection, table: TableClause, rows: Sequence[Mapping[str, Any]]) -> None:
    """Inserts ``rows``, values by column, which all name the same ones.

    A default that Python gives isn't filled in: raises ``ValueError`` where one is left to it.
    """
    if not rows:
        return
    dialect = connection.dialect
    statement = insert(table).compile(dialect=dialect, column_keys=list(rows[0]))
    names: Sequence[str] = statement.positiontup or ()
    if set(names) != set(rows[0]):
        raise ValueError(f"{table.description} needs other columns than {sorted(rows[0])}")
    columns = []
    for name in names:
        process = table.c[name].type.dialect_impl(dialect).bind_processor(dialect)
        values = [row[name] for row in rows]
        columns.append(values if process is None else list(map(process, values)))
    connection.exec_driver_sql(str(statement), list(zip(*columns, strict=True)))
