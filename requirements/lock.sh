#!/usr/bin/env bash
# Compiles the lock files from pyproject.toml: versions and hashes for every platform, no index addresses. Needs `uv`.
set -euo pipefail
cd "$(dirname "$0")/.."
compile() {
    uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
        --no-annotate --no-header --override requirements/overrides.in --quiet "$@" >/dev/null
}
compile --extra dev --extra generate --extra calibrate -o requirements/dev.txt
compile -c requirements/dev.txt -o requirements/run.txt
