#!/usr/bin/env bash
# What .pre-commit-hooks.yaml runs, on the files of a commit. Most of them have no policy, which is no mistake here.
set -euo pipefail
exec npx --yes "mcp-guardrails@${MCP_GUARDRAILS_VERSION:-latest}" check --skip-others "$@"
