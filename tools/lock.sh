#!/usr/bin/env bash
# Make requirements.lock again from pyproject.toml, after a dependency changed.
set -eu
cd "$(dirname "$0")/.."
PATH=${WARMWIJZER_CACHE:-$HOME/.cache/warmwijzer}/uv/bin:$PATH
UV_PYTHON_DOWNLOADS=never uv pip compile pyproject.toml --group dev --universal --python-version 3.11 \
  --generate-hashes --no-emit-index-url --no-annotate --no-header --quiet -o requirements.lock
