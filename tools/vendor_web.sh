#!/usr/bin/env bash
# Fetches the style sheets and the scripts of our pages, at the versions in
# web/static/vendor/VERSIONS, with their licences. Needs npm. Run it after a change of versions.
set -euo pipefail
vendor="$(cd "$(dirname "$0")/../web/static/vendor" && pwd)"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

fetch() { # package version -> folder of the unpacked package
  local folder="$work/${1//\//-}"
  mkdir -p "$folder"
  (cd "$folder" && tar xzf "$(npm pack --silent "$1@$2" 2>/dev/null)")
  echo "$folder/package"
}

: > "$work/utrecht.css"
while read -r package version file licence; do
  case "$package" in '' | \#*) continue ;; esac
  echo "$package $version"
  folder="$(fetch "$package" "$version")"
  if [ "${file##*.}" = js ]; then
    grep -v '^//# sourceMappingURL' "$folder/$file" > "$vendor/${file##*/}"
    cp "$folder/LICENSE" "$vendor/LICENSE-$package"
  else
    printf '/*! %s %s, %s, Frameless B.V. and Gemeente Utrecht */\n' "$package" "$version" "$licence"
    sed -e '/^\/\*# sourceMappingURL/d' "$folder/$file"
    printf '\n'
    cp "$folder/LICENSE.md" "$vendor/LICENSE-utrecht.md"
  fi >> "$work/utrecht.css"
done < "$vendor/VERSIONS"
mv "$work/utrecht.css" "$vendor/utrecht.css"
chmod 644 "$vendor"/*
