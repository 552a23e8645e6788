#!/usr/bin/env bash
# What action.yml runs. Its inputs come by the environment, so that none of them is read as a command.
set -euo pipefail

# macOS has a bash without mapfile.
files=()
while IFS= read -r file; do
  files+=("$file")
done < <(printf '%s\n' "$FILES" | sed -e 's/^[[:space:]]*//' -e 's/[[:space:]]*$//' -e '/^$/d')
[ ${#files[@]} -gt 0 ] || files=(.)

options=("--fail-on=$FAIL_ON")
[ -z "$BASELINE" ] || options+=("--baseline=$BASELINE")

check() {
  npx --yes "mcp-guardrails@$VERSION" check "${options[@]}" "$@" -- "${files[@]}"
}

if [ -n "$SARIF" ]; then
  # What is wrong with the input, the next command says, too.
  check --format=sarif > "$SARIF" 2> /dev/null || true
fi
check --format=github
