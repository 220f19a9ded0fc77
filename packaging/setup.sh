# Sourced by run.sh and test.sh: gets a machine ready.
# Sets $python to the interpreter of the virtual environment. Needs $root, the project's folder.

say() { printf '\n== %s\n' "$*" >&2; }
fail() { printf '\n!! %s\n' "$*" >&2; exit 1; }

# apt_install PACKAGE…: installs those that are missing, where there is apt and the right to use it.
apt_install() {
    command -v apt-get >/dev/null 2>&1 || return 0
    local missing=() package
    for package in "$@"; do
        dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' \
            || missing+=("$package")
    done
    [ "${#missing[@]}" -gt 0 ] || return 0
    local as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null 2>&1 || { say "Missing, please install: ${missing[*]}"; return 0; }
        as_root=(sudo)
    fi
    say "Installing system packages: ${missing[*]}"
    "${as_root[@]}" apt-get update -qq
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

find_python() {
    local candidate
    for candidate in python3 python3.14 python3.13 python3.12 python3.11; do
        if command -v "$candidate" >/dev/null 2>&1 && "$candidate" -c \
            'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$candidate"
            return 0
        fi
    done
    return 1
}

# make_environment LOCK_FILE: a virtual environment with exactly the locked packages.
make_environment() {
    local lock="$root/packaging/$1" base
    base=$(find_python) || { apt_install python3 python3-venv ca-certificates; base=$(find_python); } \
        || fail "Python 3.11 or later with venv is needed."
    local venv="$root/.venv"
    python="$venv/bin/python"
    local wanted
    wanted=$(cat "$lock" "$root/pyproject.toml" | cksum)-$("$base" -c 'import sys; print(sys.version)' | cksum)
    if [ "$(cat "$venv/$1.stamp" 2>/dev/null)" != "$wanted" ]; then
        say "Installing Python packages into .venv"
        [ -x "$python" ] && "$python" -c '' 2>/dev/null || "$base" -m venv --clear "$venv"
        "$python" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock"
        "$python" -m pip install --quiet --disable-pip-version-check \
            --no-deps --no-build-isolation --editable "$root"
        echo "$wanted" > "$venv/$1.stamp"
    fi
    # Byte code is written once, also where the environment forbids Python to write it.
    "$python" -m compileall -q "$root/suzhou_assess" || true
}
