"""The workspace: one database with the packs and code lists that it is worked on with.

The one place that wires these together. Start-up passes through here, so nothing heavy is
imported before it is needed: SQLAlchemy with the first edit, YAML with the first pack.
"""

from __future__ import annotations

from collections.abc import Generator
from datetime import date
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from suzhou_assess.store import glance, location
from suzhou_assess.store.errors import StoreError
from suzhou_assess.store.records import Overview

if TYPE_CHECKING:
    from suzhou_assess.domain.places import Places
    from suzhou_assess.packs.shelf import PackShelf
    from suzhou_assess.services.events import Progress
    from suzhou_assess.store.engine import Store


class Workspace:
    """An open database. Use as a context manager, or ``close`` it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @classmethod
    def open(cls, database: str | None = None, *, create: bool = True) -> Workspace:
        """Opens ``database`` (a path or a ``sqlite:///`` URL).

        Without one, that of the environment variable ``SUZHOU_ASSESS_DB``, else ``assess.db`` in
        the user's data folder. A missing one is created, an older one migrated after a backup
        copy was made. With ``create`` off a missing one raises ``database_missing``.

        Raises ``StoreError``.
        """
        path = location.locate(database)
        state = glance.look_at(path)
        ws = cls(path)
        if state is glance.State.MISSING:
            if not create:
                raise StoreError("database_missing", path=str(path))
            ws._create()
        elif not location.is_writable(path):
            raise StoreError("database_readonly", path=str(path))
        elif state is glance.State.OLDER:
            from suzhou_assess.store import migrate

            migrate.upgrade(path)
        return ws

    def _create(self) -> None:
        from suzhou_assess.store import migrate

        # The goal is kept with the database: the office may change it, and the first page can
        # show it without reading the code lists.
        goal = self.places.goal
        migrate.create(self.path, {"goal": goal.enterprises, "goal_by": goal.by.isoformat()})

    @cached_property
    def packs(self) -> PackShelf:
        """The index packs known to this program."""
        from suzhou_assess.packs.shelf import PackShelf

        return PackShelf()

    @cached_property
    def places(self) -> Places:
        """Districts, industries, size classes."""
        from suzhou_assess.packs.code_lists import load_places

        return load_places()

    @cached_property
    def store(self) -> Store:
        """The database for reading and writing.

        The first use imports SQLAlchemy, which takes a fifth of a second: a window does well to
        touch it once when it is idle.
        """
        from suzhou_assess.store.engine import Store

        return Store(self.path)

    def overview(self, recent: int = 8) -> Overview:
        """What the first page shows, read in a few milliseconds without SQLAlchemy.

        Raises ``StoreError``.
        """
        counts = glance.counts(self.path)
        goal = self.setting("goal")
        goal_by = self.setting("goal_by")
        return Overview(
            goal=self.places.goal.enterprises if goal is None else goal,
            goal_by=self.places.goal.by if goal_by is None else date.fromisoformat(goal_by),
            assessed=counts.assessed,
            enterprises=counts.enterprises,
            drafts=counts.drafts,
            by_district=counts.by_district,
            by_level=counts.by_level,
            recent=tuple(glance.cards(self.path, limit=recent)) if recent else (),
            waiting=counts.waiting,
        )

    def setting(self, key: str, default: Any = None) -> Any:
        """A setting kept in the database, as JSON gives it.

        ``goal`` (a number), ``goal_by`` (an ISO date), ``district``, ``assessor``…
        """
        return glance.setting(self.path, key, default)

    @property
    def user(self) -> str:
        """Who works here, as the settings name them; may be empty. Raises ``StoreError``."""
        return str(self.setting("assessor", ""))

    @property
    def office(self) -> str:
        """The office or consultancy that works here, named on what it hands out; may be empty.
        Raises ``StoreError``."""
        return str(self.setting("office", ""))

    def set_setting(self, key: str, value: Any) -> None:
        """Keeps any JSON value; ``None`` forgets the setting."""
        from suzhou_assess.store import settings

        settings.write(self.store, key, value)

    def backup_to(self, path: Path) -> None:
        """A complete copy of the database as it stands now, with its evidence beside it.

        Raises ``StoreError`` ``backup_failed``.
        """
        for _ in self.backing_up(path):
            pass

    def backing_up(self, path: Path) -> Generator[Progress, None, int]:
        """The same, telling how many files of evidence are done.

        Gives how many of them are missing or damaged here, and so in the copy. Closed before its
        end, it leaves an older copy at ``path`` as it was.
        """
        from suzhou_assess.services.events import Progress
        from suzhou_assess.store import backup

        copying = backup.copying(self.path, path)
        try:
            while True:
                try:
                    done, total = next(copying)
                except StopIteration as stop:
                    faulty: int = stop.value
                    return faulty
                yield Progress(done, total or None)
        finally:
            copying.close()

    def close(self) -> None:
        """Lets go of the database file."""
        if "store" in self.__dict__:
            self.store.close()

    def __enter__(self) -> Workspace:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()
