#!/usr/bin/env bash
# Build .venv from requirements.lock when it changed: uv, wheels checked by hash, bytecode compiled.
set -eu
cd "$(dirname "$0")/.."
cache=${WARMWIJZER_CACHE:-$HOME/.cache/warmwijzer}
export UV_PYTHON_DOWNLOADS=never UV_COMPILE_BYTECODE=1 PIP_DISABLE_PIP_VERSION_CHECK=1
unset PYTHONDONTWRITEBYTECODE

is_right() { "$1" -c 'import sys; raise SystemExit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null; }

find_python() {
  local candidate
  for candidate in python3.12 python3.11 python3.13 python3; do
    if candidate=$(command -v "$candidate") && is_right "$candidate"; then echo "$candidate"; return; fi
  done
  for candidate in "$HOME"/.pyenv/versions/3.1[213]*/bin/python; do
    if is_right "$candidate"; then echo "$candidate"; return; fi
  done
  if command -v uv >/dev/null && candidate=$(uv python find '>=3.11,<3.14' 2>/dev/null); then echo "$candidate"; return; fi
  echo "Warmwijzer needs Python 3.11, 3.12 or 3.13 with venv. On Debian: apt-get install python3 python3-venv" >&2
  exit 1
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
[ -x .venv/bin/python ] && is_right .venv/bin/python || uv venv --quiet --clear --python "$python" .venv
uv pip sync --quiet --require-hashes --python .venv/bin/python requirements.lock
echo "$lock" > .venv/.lock
