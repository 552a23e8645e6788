#!/usr/bin/env bash
# Has Go compile the packages of the CDK that the example and the tests use, as the tests do: it keeps them in its cache.
set -euo pipefail
cd "$(dirname "$0")/../.."
set -a
. test/languages/go/compiler.env
mapfile -t packages < <(grep -ho '"github.com/aws/[^"]*"' examples/go/*.go test/languages/go/*.go | tr -d '"' | sort -u)
go -C examples/go build "${packages[@]}"
