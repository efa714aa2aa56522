#!/usr/bin/env bash
# Build .venv from requirements.lock when it changed: uv, wheels checked by hash, bytecode compiled.
set -eu
cd "$(dirname "$0")/.."
cache=${WARMWIJZER_CACHE:-$HOME/.cache/warmwijzer}
export UV_PYTHON_DOWNLOADS=never UV_COMPILE_BYTECODE=1 PIP_DISABLE_PIP_VERSION_CHECK=1
unset PYTHONDONTWRITEBYTECODE

is_version() { "$1" -c "import sys, ensurepip; raise SystemExit(sys.version_info[:2] != $2)" 2>/dev/null; }

find_python() {
  local minor place found
  for minor in 12 11; do
    for place in "$(command -v python3.$minor || true)" "$(command -v python3 || true)" \
      "$HOME"/.pyenv/versions/3.$minor.*/bin/python; do
      if [ -n "$place" ] && is_version "$place" "(3, $minor)"; then echo "$place"; return; fi
    done
    if command -v uv >/dev/null && found=$(uv python find 3.$minor 2>/dev/null); then echo "$found"; return; fi
  done
  echo "Warmwijzer needs Python 3.12 or 3.11 with venv. On Debian: apt-get install python3 python3-venv" >&2
  return 1
}

lock=$(sha256sum requirements.lock | cut -d' ' -f1)
if [ "$(cat .venv/.lock 2>/dev/null || true)" = "$lock" ] && .venv/bin/python -c '' 2>/dev/null; then exit 0; fi

python=$(find_python)
if ! command -v uv >/dev/null; then
  if [ ! -x "$cache/uv/bin/uv" ]; then
    echo "Installing uv ..."
    mkdir -p "$cache"
    "$python" -m venv "$cache/uv"
    "$cache/uv/bin/python" -m pip install --quiet uv
  fi
  PATH=$cache/uv/bin:$PATH
fi

echo "Building the environment from requirements.lock (about a minute the first time) ..."
uv venv --quiet --clear --python "$python" .venv
uv pip sync --quiet --require-hashes --python .venv/bin/python requirements.lock
echo "$lock" > .venv/.lock
