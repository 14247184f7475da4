#!/usr/bin/env bash
# Sets up everything that `make` needs, and nothing twice: .venv with the locked packages, and the system's programs.
#   setup.sh run    what the service needs (make setup, make demo)
#   setup.sh test   and what the tests need besides (make test)
set -euo pipefail
cd "$(dirname "$0")/.."
what=${1:-run}

say() { printf '%s\n' "$*" >&2; }

# Installs Debian packages where the user may; otherwise says in one line what to install, and fails.
install_packages() {
    local as_root=()
    if [ "$(id -u)" != 0 ]; then
        if command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
            as_root=(sudo -n)
        else
            say "Please install: sudo apt-get install $*"
            return 1
        fi
    fi
    command -v apt-get >/dev/null || { say "Please install with your system's package manager: $*"; return 1; }
    say "Installing $*"
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get update -qq >/dev/null 2>&1 || true
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

find_python() {
    local candidate
    for candidate in python3 python3.11 python3.12 python3.13; do
        if command -v "$candidate" >/dev/null && "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$candidate"
            return 0
        fi
    done
    say "Please install Python 3.11 or newer: sudo apt-get install python3"
    return 1
}

# The environment: built again only when the lock or the project's own metadata changed.
set_up_venv() {
    local python stamp wanted
    python=$(find_python)
    stamp=.venv/installed
    wanted=$(cat requirements/dev.txt pyproject.toml | sha256sum | cut -d' ' -f1)
    [ -x .venv/bin/idp ] && [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ] && return 0
    if [ ! -x .venv/bin/python ]; then
        "$python" -c 'import ensurepip, venv' 2>/dev/null || install_packages python3-venv
        "$python" -m venv .venv
    fi
    say "Installing locked packages into .venv (about a minute)"
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements/dev.txt
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
    echo "$wanted" >"$stamp"
}

# Scans are read by RapidOCR alone where Tesseract is missing: slower, but nothing stops.
set_up_run_programs() {
    command -v tesseract >/dev/null && return 0
    install_packages tesseract-ocr tesseract-ocr-{deu,fra,spa,ita,nld} || say "Going on without Tesseract: scans take longer."
}

set_up_test_programs() {
    local missing=()
    { command -v initdb || ls /usr/lib/postgresql/*/bin/initdb; } >/dev/null 2>&1 || missing+=(postgresql)
    command -v redis-server >/dev/null || missing+=(redis-server)
    { command -v chromium || command -v chromium-browser || command -v google-chrome; } >/dev/null || missing+=(chromium)
    has_server dovecot || missing+=(dovecot-imapd)
    has_server sshd || missing+=(openssh-server)
    [ ${#missing[@]} -eq 0 ] || install_packages "${missing[@]}" || return
    # tests start servers of their own: installing a package for them opens no door of this machine
    case " ${missing[*]-} " in *" dovecot-imapd "*) keep_closed dovecot.service ;; esac
    case " ${missing[*]-} " in *" openssh-server "*) keep_closed ssh.service ssh.socket ;; esac
}

# Debian keeps servers where only root's PATH leads.
has_server() {
    PATH="$PATH:/usr/sbin:/usr/local/sbin" command -v "$1" >/dev/null
}

# Stops services that a package has just started, now and after the next start of the machine.
keep_closed() {
    [ -d /run/systemd/system ] || return 0
    local as_root=()
    [ "$(id -u)" = 0 ] || as_root=(sudo -n)
    "${as_root[@]}" systemctl disable --quiet --now "$@" >/dev/null 2>&1 || say "Please stop what you do not need: systemctl disable --now $*"
}

set_up_venv
set_up_run_programs
[ "$what" != test ] || set_up_test_programs
