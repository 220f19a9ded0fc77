"""Starts the window."""

from __future__ import annotations

import gc
import os
import sys
import time
from collections.abc import Generator
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import QLibraryInfo, QTimer, QTranslator
from PySide6.QtWidgets import QApplication

from suzhou_assess.ui.context import Context, Place
from suzhou_assess.ui.main_window import MainWindow
from suzhou_assess.ui.preferences import Preferences
from suzhou_assess.ui.tasks import Tasks
from suzhou_assess.ui.theme import Theme

if TYPE_CHECKING:
    from suzhou_assess.services.workspace import Workspace
    from suzhou_assess.store.errors import StoreError
    from suzhou_assess.ui.models.standings_shelf import StandingsShelf
    from suzhou_assess.ui.single_instance import SingleInstance

NO_DATABASE = 2


def run(database: str | None = None, probe: bool = False, began: float | None = None) -> int:
    """Open the window and stay until it's closed; gives the exit code.

    ``database`` is a path or URL, else the environment and the default decide. With ``probe`` the
    window prints ``{"ready_ms": n}`` once its first page can be used, and closes; ``began`` is
    the ``time.perf_counter()`` that it counts from.
    """
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(sys.argv[:1])
    app.setApplicationName("suzhou-assess")
    app.setDesktopFileName("suzhou-assess")
    app.setStyle("Fusion")
    preferences = Preferences()
    theme = Theme(app, preferences.theme)
    workspace = _open(database, theme, preferences, probe=probe)
    if workspace is None:
        return NO_DATABASE
    with workspace:
        context = Context(workspace, theme, preferences, Tasks())
        if probe:
            window = _show(context)
            QTimer.singleShot(0, lambda: _report_ready(app, began))
            app.exec()
            window.close()
            return 0
        return _run(app, context)


def _open(
    database: str | None, theme: Theme, preferences: Preferences, *, probe: bool
) -> Workspace | None:
    """The database that was named, else the one chosen in the settings, else the usual one.

    ``None`` when it can't be opened; the user was told.
    """
    from suzhou_assess.services.workspace import Workspace
    from suzhou_assess.store import location
    from suzhou_assess.store.errors import StoreError

    chosen = "" if database or os.environ.get(location.VARIABLE) else preferences.database
    while True:
        try:
            # One chosen earlier must be there: an empty one in its place would look like a loss.
            return Workspace.open(chosen or database, create=not chosen)
        except StoreError as error:
            go_on = _tell_no_database(theme, preferences, error, probe=probe, chosen=bool(chosen))
            if not go_on:
                return None
            chosen = ""


def _run(app: QApplication, context: Context) -> int:
    from suzhou_assess.ui.crash import CrashGuard
    from suzhou_assess.ui.dialogs.message import inform
    from suzhou_assess.ui.single_instance import SingleInstance

    instance = SingleInstance(context.workspace.path)
    if not instance.claim():
        if not instance.call_first():
            window = MainWindow(context)
            inform(
                context,
                window,
                "warn",
                context.say("ui.already_open_title"),
                context.say("ui.already_open", path=str(context.workspace.path)),
            )
        return 0
    guard = CrashGuard(context)
    guard.install()
    translator = QTranslator(app)
    _translate_qt(app, translator, context)
    context.language_changed.connect(lambda: _translate_qt(app, translator, context))
    window = _show(context)
    QTimer.singleShot(0, lambda: _after_first_page(context, instance, window))
    try:
        return app.exec()
    finally:
        guard.uninstall()
        app.removeTranslator(translator)
        instance.release()


def _show(context: Context) -> MainWindow:
    window = MainWindow(context)
    window.open(Place("home"))
    window.show()
    return window


def _after_first_page(context: Context, instance: SingleInstance, window: MainWindow) -> None:
    """What the first page does not need: called when it stands."""

    def come_to_front() -> None:
        window.showNormal() if window.isMinimized() else window.show()
        window.raise_()
        window.activateWindow()

    instance.listen(come_to_front)
    ahead = context.tasks.start(lambda: _prepare_ahead(context.standings), quiet=True)
    ahead.finished.connect(lambda memory: window.remember("rollup", memory))


def _prepare_ahead(shelf: StandingsShelf) -> Generator[None, None, object]:
    """On a thread, what the first click will need, so that it doesn't wait for it: imports, and
    the figures of the page 汇总."""
    for module in (
        "suzhou_assess.store.engine",
        "suzhou_assess.services.assessments",
        # With numpy, for the page 汇总.
        "suzhou_assess.services.standings",
        "suzhou_assess.ui.pages.rollup",
    ):
        import_module(module)
        yield
    memory = import_module("suzhou_assess.ui.pages.rollup").look_ahead(shelf)
    # What was imported stays: looking through it for garbage would hold up a keystroke for 40 ms.
    gc.freeze()
    return memory


def _translate_qt(app: QApplication, translator: QTranslator, context: Context) -> None:
    """Qt's own words (file dialogs, context menus) in the language of the window."""
    app.removeTranslator(translator)
    if context.words.lang == "zh":
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        translator.load("qtbase_zh_CN", folder)
        app.installTranslator(translator)


def _report_ready(app: QApplication, began: float | None) -> None:
    now = time.perf_counter()
    print(f'{{"ready_ms": {round((now - (began or now)) * 1000)}}}', flush=True)  # noqa: T201
    app.quit()


def _tell_no_database(
    theme: Theme, preferences: Preferences, error: StoreError, *, probe: bool, chosen: bool
) -> bool:
    """Say why; whether to go on with the usual database instead of the ``chosen`` one."""
    from suzhou_assess.ui.dialogs.message import MessageDialog
    from suzhou_assess.words.catalog import Words

    words = Words(preferences.lang)
    text = error.say(words)
    if probe:
        print(text, file=sys.stderr)  # noqa: T201
        return False
    dialog = MessageDialog(
        None,
        theme.palette,
        "bad",
        words.say("ui.no_database_title"),
        text,
        words.say("ui_settings.usual_database" if chosen else "ui.close"),
        words.say("ui.close") if chosen else "",
    )
    return dialog.exec() == MessageDialog.DialogCode.Accepted and chosen
