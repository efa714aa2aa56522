#!/usr/bin/env bash
# Lint, types, import contracts, data validation and all tests. "tools/check.sh lint" stops early.
set -eu
cd "$(dirname "$0")/.."
unset PYTHONDONTWRITEBYTECODE
bin=.venv/bin
step() { printf '\n== %s\n' "$1"; }

step "Style"
$bin/ruff check .
$bin/ruff format --check .
step "Types"
$bin/mypy
step "Arrows between packages"
$bin/lint-imports --no-cache
[ "${1:-}" = lint ] && exit 0

step "Model"
$bin/python -m warmwijzer train
step "Rasa's own validation of domain, data and rules"
$bin/python -m warmwijzer rasa data validate --fail-on-warnings
step "Referral directory"
$bin/python -m warmwijzer directory check --files
step "Programs that the tests use"
tools/system_packages.sh
# The server itself is never killed by a test, so it need not wait for the disk.
export POSTGRESQL_OPTIONS="-c fsync=off"
failed=0
step "Tests, two files at a time"
tools/with_postgresql.sh $bin/python -m pytest -q -n 2 --dist loadfile \
  --ignore=tests/crash --ignore=tests/browser || failed=1
step "Tests that kill processes or play a browser, with nothing beside them"
tools/with_postgresql.sh $bin/python -m pytest -q tests/crash tests/browser || failed=1
exit $failed
