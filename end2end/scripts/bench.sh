#!/usr/bin/env bash
# Builds everything for release, measures it beside the limits of this machine, prints a table.
# `--quick` takes a few minutes, `--full` adds a room of a million messages, `--json` is for
# programs. Where the client was built by `make release`, its size is reported too.
set -euo pipefail
cd "$(dirname "$0")/../.."
. end2end/scripts/env.sh

cargo build --locked --quiet --release -p kakehashi --bin kakehashi --examples
CARGO_TARGET_DIR="$CARGO_TARGET_DIR/end2end" cargo build --locked --quiet --release \
  --manifest-path end2end/Cargo.toml --bin kakehashi-sandbox --bin kakehashi-bench

# A thousand sockets are two thousand files.
ulimit -n "$(ulimit -Hn)"
# The databases lie beside the build: on a disk, where a temporary directory may be in memory.
"$CARGO_TARGET_DIR/end2end/release/kakehashi-bench" --directory "$CARGO_TARGET_DIR" \
  --server "$CARGO_TARGET_DIR/release/kakehashi" --examples "$CARGO_TARGET_DIR/release/examples" \
  --sandbox "$CARGO_TARGET_DIR/end2end/release/kakehashi-sandbox" "$@"
if [ -d target/dist/site ]; then end2end/scripts/size.sh >&2; fi
