#!/usr/bin/env bash
# The first command: sets up what is missing and runs the main job. Where there is a display the
# window opens; without one, sample workbooks go through import, scoring, summary and reports.
# Arguments are handed to suzhou-assess instead: bash packaging/run.sh score answers.json
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=packaging/setup.sh
source "$root/packaging/setup.sh"

has_display() { [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] || [ "$(uname)" = Darwin ]; }

if has_display; then
    apt_install libegl1 libgl1 libxkbcommon0 libxkbcommon-x11-0 libdbus-1-3 libfontconfig1 \
        libglib2.0-0 libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 \
        libxcb-render-util0 libxcb-shape0 libxcb-xinerama0 libxcb-xkb1
fi
# The window and the reports are in Chinese.
if ! command -v fc-list >/dev/null 2>&1 || [ -z "$(fc-list :lang=zh-cn 2>/dev/null)" ]; then
    apt_install fonts-noto-cjk
fi
make_environment requirements.txt
app=("$python" -m suzhou_assess)

if [ "$#" -gt 0 ]; then
    exec "${app[@]}" "$@"
fi
if has_display; then
    exec "${app[@]}"
fi

say "No display: taking sample workbooks through import, scoring, summary and reports"
work=$(mktemp -d "${TMPDIR:-/tmp}/suzhou-assess.XXXXXX")
export SUZHOU_ASSESS_DB="$work/assess.db"
"${app[@]}" sample "$work/samples" --count 40 --seed 1 --faulty 0.1
say "Import (4 of the 40 samples are broken on purpose)"
"${app[@]}" import "$work/samples" || [ "$?" -eq 1 ]
say "What goes back to the senders of the four"
"${app[@]}" return "$work/returned"
say "Score one of them"
"${app[@]}" score "$(find "$work/samples" -name '*.xlsx' | sort | head -n 1)" || [ "$?" -eq 1 ]
say "Progress"
"${app[@]}" status
"${app[@]}" export summary "$work/summary.xlsx"
say "A report for each enterprise"
"${app[@]}" export report --all --format pdf "$work/reports"
say "Done. Everything is in $work"
