#!/usr/bin/env bash
# Installs the Python tools from PyPI as requirements.txt says, unless they are there, and prints the folder of their programs.
set -euo pipefail
cd "$(dirname "$0")/../.."
requirements=test/acceptance/requirements.txt
venv=.cache/acceptance
if ! cmp -s "$requirements" "$venv/installed.txt"; then
  rm -rf "$venv"
  python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check --no-compile --no-deps -r "$requirements" >&2
  cp "$requirements" "$venv/installed.txt"
fi
echo "$PWD/$venv/bin"
