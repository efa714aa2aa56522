#!/usr/bin/env bash
# Install what the tests use and Debian packages, where that is possible: PostgreSQL, Chromium, Node,
# a spreadsheet (92 MB, some ten seconds) and a reader of PDF text.
# Elsewhere the tests that need them say that they were skipped.
set -eu
missing=()
ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 || missing+=(postgresql)
command -v chromium >/dev/null || missing+=(chromium)
command -v node >/dev/null || missing+=(nodejs npm)
command -v soffice >/dev/null || missing+=(libreoffice-calc-nogui)
command -v pdftotext >/dev/null || missing+=(poppler-utils)
[ ${#missing[@]} -eq 0 ] && exit 0
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
  echo "Not here, so their tests are skipped: ${missing[*]}"
  exit 0
fi
echo "Installing ${missing[*]} from Debian ..."
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
