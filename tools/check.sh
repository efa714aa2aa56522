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
step "Tests"
tools/with_postgresql.sh $bin/python -m pytest -q
