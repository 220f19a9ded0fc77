"""How processes are started that work for this one."""

from __future__ import annotations

import subprocess
import sys

import pytest

_PROBE = """
from multiprocessing import forkserver
from suzhou_assess.services.processes import clean_start
clean_start("suzhou_assess.services.processes")
with open(f"/proc/{forkserver._forkserver._forkserver_pid}/status") as status:
    print(next(line.split()[1] for line in status if line.startswith("SigBlk")))
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only there is a server of copies")
def test_that_ctrl_c_is_not_heard_by_the_server_of_copies() -> None:
    """It would print a traceback in the middle of its imports."""
    ran = subprocess.run(
        [sys.executable, "-c", _PROBE], capture_output=True, text=True, check=True, timeout=60
    )
    assert int(ran.stdout, 16) & 0b10
