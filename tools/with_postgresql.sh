#!/usr/bin/env bash
# Run a command with a PostgreSQL server of its own, from Debian's packages, that ends with it.
#   tools/with_postgresql.sh pytest tests/storage
# POSTGRESQL_OPTIONS goes to the server as it is.
# Where there is no PostgreSQL the command runs without one, and the tests say what they skipped.
set -eu
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1 || true)
if [ -z "$bin" ] || [ -n "${WARMWIJZER_TEST_POSTGRESQL:-}" ]; then exec "$@"; fi

dir=$(mktemp -d /tmp/warmwijzer-pg.XXXXXX)
as_owner=()
if [ "$(id -u)" = 0 ]; then chown postgres "$dir"; as_owner=(runuser -u postgres --); fi
stop() {
  "${as_owner[@]}" "$bin/pg_ctl" -D "$dir/data" -m immediate stop >/dev/null 2>&1 || true
  rm -rf "$dir"
}
trap stop EXIT
cd /tmp
"${as_owner[@]}" "$bin/initdb" -D "$dir/data" -U warmwijzer -A trust -E UTF8 --locale=C.UTF-8 >/dev/null
"${as_owner[@]}" "$bin/pg_ctl" -D "$dir/data" -w -l "$dir/log" \
  -o "-k $dir -c listen_addresses='' -c max_connections=60${POSTGRESQL_OPTIONS:+ $POSTGRESQL_OPTIONS}" start >/dev/null
cd - >/dev/null
export WARMWIJZER_TEST_POSTGRESQL="postgresql://warmwijzer@/postgres?host=$dir"
"$@"
