#!/usr/bin/env bash
# Writes the lock files anew from pyproject.toml. Needs uv. No registry's address goes into them.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
lock() {
    uv pip compile --quiet --universal --generate-hashes --python-version 3.11 \
        --no-emit-index-url --no-emit-find-links --no-header "$@" \
        pyproject.toml packaging/requirements.in
}
lock --extra gui -o packaging/requirements.txt
lock --extra gui --extra dev -c packaging/requirements.txt -o packaging/requirements-dev.txt
