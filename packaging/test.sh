#!/usr/bin/env bash
# The second command: sets up what is missing and runs lint, types, import contracts and all tests.
# Arguments are handed to pytest: bash packaging/test.sh -k scoring
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=packaging/setup.sh
source "$root/packaging/setup.sh"
cd "$root"

apt_install libegl1 libgl1 libxkbcommon0 libdbus-1-3 libfontconfig1 libglib2.0-0 \
    fonts-noto-cjk libreoffice-calc libreoffice-writer poppler-utils git
make_environment requirements-dev.txt
export QT_QPA_PLATFORM=offscreen

say "Lint"
"$python" -m ruff check .
"$python" -m ruff format --check .
say "Types"
"$python" -m mypy
say "Import contracts"
PYTHONPATH="$root" "$root/.venv/bin/lint-imports"
say "Tests"
if [ "$#" -gt 0 ]; then
    exec "$python" -m pytest "$@"
fi
exec "$python" -m pytest -q -n "$(nproc 2>/dev/null || echo 2)"
