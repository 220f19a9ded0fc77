"""同行对照: where the enterprise stands among those of its industry and size.

Shown when a benchmark file was loaded (设置) or the database holds five peers; until that is known,
and where neither is so, the card takes no room.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QHBoxLayout

from suzhou_assess.domain.benchmark import TOTAL
from suzhou_assess.domain.points import as_text
from suzhou_assess.store.errors import StoreError
from suzhou_assess.ui.widgets.basics import clear, column, label
from suzhou_assess.ui.widgets.chart_export import export_button
from suzhou_assess.ui.widgets.peer_chart import LevelShare, PeerBar, PeerChart
from suzhou_assess.ui.widgets.segments import Segments
from suzhou_assess.ui.widgets.verdict_view import VerdictView, card_heading

if TYPE_CHECKING:
    from suzhou_assess.services.peers import Comparison, Peers, PeerScore


class PeersCard(QFrame):
    """Looks for peers on a thread and shows itself when there are any."""

    def __init__(self, view: VerdictView) -> None:
        super().__init__()
        self.setProperty("card", "true")
        self._view = view
        self._found: Comparison | None = None
        self.looked = False
        """Whether it is known by now if there are peers."""
        self.chart: PeerChart | None = None
        self.sources: Segments | None = None
        self._layout = column(self, margins=(20, 16, 20, 16), gap=8)
        self.hide()
        # The session is the window's own: what the thread needs of it is read here.
        session, shelf = view.session, view.context.standings
        of_whom = session.pack, session.verdict, session.enterprise, session.enterprise_id

        def look() -> Generator[None, None, Comparison]:
            from suzhou_assess.services.peers import compare

            yield
            return compare(shelf.workspace, *of_whom, standings=shelf.take())

        task = view.context.tasks.start(look, quiet=True)
        task.finished.connect(self._on_found)
        task.failed.connect(self._on_failed)
        task.ended.connect(self._on_ended)

    def show_source(self, source: str) -> None:
        """Compare with the ``file`` or with the ``database``."""
        found = self._found
        peers = None if found is None else found.file if source == "file" else found.database
        if found is None or peers is None:
            return
        context = self._view.context
        focused = self.sources is not None and self.sources.hasFocus()
        clear(self._layout)
        self.chart = self._chart(peers)
        title = context.say("ui_peers.title")
        self._layout.addLayout(card_heading(title, export_button(context, self.chart)))
        if found.file is not None and found.database is not None:
            self._layout.addLayout(self._choice(source))
            if focused and self.sources is not None:
                self.sources.setFocus()
        self._layout.addWidget(label(self._headline(peers), "strong", wrap=True))
        self._layout.addWidget(label(self._group(peers), "small", wrap=True))
        self._layout.addWidget(self.chart)
        self.show()

    def _on_found(self, found: Comparison) -> None:
        self._found = found
        if found.file is not None:
            self.show_source("file")
        elif found.database is not None:
            self.show_source("database")

    def _on_failed(self, error: Exception) -> None:
        # What the environment keeps from being read is told by the page; here it's only missing.
        if not isinstance(error, StoreError):
            raise error

    def _on_ended(self) -> None:
        self.looked = True

    def _choice(self, source: str) -> QHBoxLayout:
        say = self._view.context.say
        choices = [(key, say(f"ui_peers.source_{key}")) for key in ("file", "database")]
        self.sources = Segments(say("ui_peers.source"), choices)
        self.sources.set_value(source)
        self.sources.chosen.connect(self.show_source)
        made = QHBoxLayout()
        made.addWidget(self.sources)
        made.addStretch(1)
        return made

    def _headline(self, peers: Peers) -> str:
        total = peers.total
        # The median of a file is rounded to a tenth: more digits would say nothing.
        difference = round(total.value - total.median, -2)
        how = "above" if difference > 0 else "below" if difference < 0 else "at"
        return self._view.context.say(
            f"ui_peers.headline_{how}", rank=total.rank, points=as_text(abs(difference))
        )

    def _group(self, peers: Peers) -> str:
        from suzhou_assess.services.peers import group_name

        context = self._view.context
        return context.say(
            f"ui_peers.group_{peers.source}",
            group=group_name(peers, context.workspace.places, context.words),
            count=f"{peers.count:,}",
            date=peers.made.isoformat() if peers.made else "",
        )

    def _chart(self, peers: Peers) -> PeerChart:
        view = self._view
        context, pack = view.context, view.pack
        names = {TOTAL: context.say("ui_peers.total")}
        names.update((d.id, context.text(d.name)) for d in pack.dimensions)
        names.update((i.id, context.text(i.name)) for i in pack.indicators)
        strong = {TOTAL, *(d.id for d in pack.dimensions)}
        bars = [
            PeerBar(names[s.id], s.rank, self._words(names[s.id], s), s.id in strong)
            for s in peers.scores
            if s.id in names
        ]
        levels = [
            LevelShare(
                level.level,
                share,
                level.level == peers.level,
                context.say(
                    "ui_peers.level_few" if share is None else "ui_peers.level",
                    name=level.name,
                    share=share or 0,
                ),
            )
            for level, share in zip(pack.levels, peers.levels, strict=True)
        ]
        return PeerChart(context, view.caption(context.say("ui_peers.title")), bars, levels)

    def _words(self, name: str, score: PeerScore) -> str:
        return self._view.context.say(
            "ui_peers.bar",
            name=name,
            points=as_text(score.value),
            full=as_text(score.full),
            rank=score.rank,
            median=as_text(score.median),
        )
