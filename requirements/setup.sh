#!/bin/sh
# Sets up .venv from a lock, and the system libraries that WeasyPrint draws with. `make` calls it: requirements/setup.sh reports|dev
set -eu
kind=$1

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; elif sudo -n true 2>/dev/null; then sudo -n "$@"; else return 1; fi
}

install_packages() { # names of Debian packages
    missing=
    for package in "$@"; do
        dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
    done
    [ -n "$missing" ] || return 0
    echo "Installing system packages:$missing"
    # shellcheck disable=SC2086
    if ! { as_root apt-get update -qq && as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing; } >&2; then
        echo "Pactbook needs system packages that this account may not install. Please run:" >&2
        echo "    sudo apt-get install$missing" >&2
        return 1
    fi
}

"$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    echo "Pactbook needs Python 3.11 or newer; $PYTHON is $("$PYTHON" --version 2>&1). Name another: make PYTHON=python3.12 $kind" >&2
    exit 1
}

if command -v apt-get >/dev/null; then
    install_packages libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 ||
        "$PYTHON" -c 'import ctypes.util, sys; sys.exit(not ctypes.util.find_library("pango-1.0"))'
    # Playwright's driver needs libatomic, and does not bring it.
    if [ "$kind" = dev ]; then
        install_packages chromium libatomic1 || echo "Without Chromium the tests of pages are skipped." >&2
        install_packages default-jre-headless || echo "Without Java no PDF is validated by the tests." >&2
    fi
fi

[ -x .venv/bin/python ] || "$PYTHON" -m venv .venv
echo "Installing the Python packages of requirements/$kind.lock into .venv"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "requirements/$kind.lock"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
touch .venv/.reports
if [ "$kind" = dev ]; then touch .venv/.dev; fi
