"""One window per database: a second start brings the first to the front."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject


class SingleInstance(QObject):
    """Holds a lock beside the database while the window is open."""

    def __init__(self, database: Path) -> None:
        super().__init__()
        self._name = "suzhou-assess-" + hashlib.sha256(str(database).encode()).hexdigest()[:16]
        self._lock = QLockFile(str(database) + ".window")
        self._lock.setStaleLockTime(0)

    def claim(self) -> bool:
        """Whether this is the only window of the database. A crashed window's lock doesn't count.

        A folder where no lock can be made doesn't keep anyone out: the database itself is safe
        with several programs.
        """
        return self._lock.tryLock(0) or self._lock.error() != QLockFile.LockError.LockFailedError

    def call_first(self) -> bool:
        """Ask the window that is open to come to the front; whether it heard."""
        from PySide6.QtNetwork import QLocalSocket

        socket = QLocalSocket()
        socket.connectToServer(self._name)
        heard = socket.waitForConnected(1000)
        socket.disconnectFromServer()
        return heard

    def listen(self, on_call: Callable[[], None]) -> None:
        """Answer later starts."""
        from PySide6.QtNetwork import QLocalServer

        QLocalServer.removeServer(self._name)
        server = QLocalServer(self)

        def answer() -> None:
            socket = server.nextPendingConnection()
            if socket is not None:
                socket.disconnected.connect(socket.deleteLater)
            on_call()

        server.newConnection.connect(answer)
        server.listen(self._name)

    def release(self) -> None:
        self._lock.unlock()
