#!/usr/bin/env bash
# Sets up everything that `make` needs, and nothing twice: .venv with the locked packages, and the system's programs.
#   setup.sh run    what the service needs (make setup, make demo)
#   setup.sh test   and what the tests need besides (make test)
set -euo pipefail
cd "$(dirname "$0")/.."
what=${1:-run}
needed=() # Debian packages that nothing works without
wanted=() # and those that are gone on without

say() { printf '%s\n' "$*" >&2; }

find_python() {
    local candidate
    for candidate in python3 python3.{11..14}; do
        if command -v "$candidate" >/dev/null && "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$candidate"
            return 0
        fi
    done
    say "Please install Python 3.11 or newer, as root: apt-get install python3"
    return 1
}

has_pip() { .venv/bin/python -c 'import pip' 2>/dev/null; }

# Debian keeps servers where only root's PATH leads.
has() {
    PATH="$PATH:/usr/sbin:/usr/local/sbin" command -v "$1" >/dev/null
}

miss_programs_to_run() {
    has_pip || "$python" -c 'import ensurepip, venv' 2>/dev/null || needed+=("$python-venv")
    has tesseract || wanted+=(tesseract-ocr)
    local languages language
    languages=" $({ tesseract --list-langs 2>/dev/null || true; } | tr '\n' ' ')"
    for language in deu fra spa ita nld; do
        [[ $languages == *" $language "* ]] || wanted+=("tesseract-ocr-$language")
    done
}

miss_programs_to_test() {
    has initdb || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || needed+=(postgresql)
    has redis-server || needed+=(redis-server)
    has chromium || has chromium-browser || has google-chrome || needed+=(chromium)
    has dovecot || needed+=(dovecot-imapd)
    has sshd || needed+=(openssh-server)
}

# Everything that is missing in one go where the user may; otherwise one line says what to install.
install_programs() {
    [ ${#needed[@]} -gt 0 ] || [ ${#wanted[@]} -gt 0 ] || return 0
    local packages=("${needed[@]}" "${wanted[@]}")
    if ! command -v apt-get >/dev/null; then
        say "Please install with your system's package manager: ${packages[*]}"
    elif [ "$(id -u)" != 0 ] && ! sudo -n true 2>/dev/null; then
        say "Please install, as root: apt-get install ${packages[*]}"
    else
        install_packages "${packages[@]}" && return 0
    fi
    [ ${#needed[@]} -eq 0 ] || return 1
    # scans are then read by RapidOCR alone, or by Tesseract without the language's words
    say "Going on without: reading scans takes longer, or is less exact."
}

install_packages() {
    say "Installing $*"
    local log
    log=$(mktemp)
    as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq >"$log" 2>&1 || true
    if as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >"$log" 2>&1; then
        rm "$log"
        # tests start servers of their own: installing a package for them opens no door of this machine
        case " $* " in *" dovecot-imapd "*) keep_closed dovecot.service ;; esac
        case " $* " in *" openssh-server "*) keep_closed ssh.service ssh.socket ;; esac
        return 0
    fi
    tail -n 5 "$log" >&2
    rm "$log"
    say "apt-get install failed: $*"
    return 1
}

# Stops services that a package has just started, now and after the next start of the machine.
keep_closed() {
    [ -d /run/systemd/system ] || return 0
    as_root systemctl disable --quiet --now "$@" >/dev/null 2>&1 || say "Please stop what you do not need: systemctl disable --now $*"
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

# The environment: built again only when the lock or the project's own metadata changed.
set_up_venv() {
    local stamp=.venv/installed lock
    lock=$(cat requirements/dev.txt pyproject.toml | sha256sum | cut -d' ' -f1)
    [ -x .venv/bin/idp ] && [ "$(cat "$stamp" 2>/dev/null)" = "$lock" ] && return 0
    has_pip || "$python" -m venv .venv
    say "Installing locked packages into .venv (about a minute)"
    local pip=(.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps)
    "${pip[@]}" --require-hashes --use-pep517 -r requirements/dev.txt
    "${pip[@]}" --no-build-isolation --editable .
    echo "$lock" >"$stamp"
}

# The scripts in .venv name the folder they were made in; in another one they would run nothing, or another copy.
drop_moved_venv() {
    [ ! -e .venv/bin/idp ] || head -n 2 .venv/bin/idp | grep -qF "$(pwd -P)/.venv/" || rm -r .venv
}

python=$(find_python)
drop_moved_venv
miss_programs_to_run
[ "$what" != test ] || miss_programs_to_test
install_programs
set_up_venv
