"""Runs every benchmark beside this file and says which promise holds.

python tests/benchmarks/run.py [NAME…]
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def main() -> int:
    folder = Path(__file__).parent
    wanted = sys.argv[1:] or [p.stem.removeprefix("bench_") for p in folder.glob("bench_*.py")]
    failed = []
    for name in sorted(wanted):
        print(f"\n== {name}", flush=True)
        if subprocess.run(
            [sys.executable, str(folder / f"bench_{name}.py")], check=False
        ).returncode:
            failed.append(name)
    print(f"\nnot kept: {', '.join(failed)}" if failed else "\nall promises kept")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
