"""Settings kept with the database, such as the goal and the office's own district."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.engine import Connection

from suzhou_assess.store.documents import to_json
from suzhou_assess.store.engine import Store
from suzhou_assess.store.tables import setting


def write(store: Store, key: str, value: Any) -> None:
    """Keeps any JSON value; ``None`` forgets the setting."""
    with store.writing() as connection:
        put(connection, key, value)


def put(connection: Connection, key: str, value: Any) -> None:
    """The same, within a transaction."""
    here = setting.c.key == key
    if value is None:
        connection.execute(delete(setting).where(here))
    elif not connection.execute(update(setting).where(here).values(value=to_json(value))).rowcount:
        connection.execute(insert(setting).values(key=key, value=to_json(value)))


def put_new(connection: Connection, key: str, value: Any) -> None:
    """Keeps the value unless the setting has one."""
    if connection.execute(select(setting.c.key).where(setting.c.key == key)).first() is None:
        put(connection, key, value)
