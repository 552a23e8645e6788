#!/usr/bin/env bash
# What action.yml runs. Its inputs come by the environment, so that none of them is read as a command.
set -euo pipefail

mapfile -t files < <(printf '%s\n' "$FILES" | sed -e 's/^[[:space:]]*//' -e 's/[[:space:]]*$//' -e '/^$/d')
options=("--fail-on=$FAIL_ON")
[ -z "$BASELINE" ] || options+=("--baseline=$BASELINE")

check() {
  npx --yes "mcp-guardrails@$VERSION" check "${options[@]}" "$@" -- "${files[@]}"
}

if [ -n "$SARIF" ]; then
  # 1 says that there is something to look at, which the next command says again.
  check --format=sarif > "$SARIF" || { code=$?; [ $code -eq 1 ] || exit $code; }
fi
check --format=github
