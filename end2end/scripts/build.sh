#!/usr/bin/env bash
# Builds the server with its client, and the sandbox. `build.sh release` builds what is deployed,
# into target/dist, and says how large the client is.
set -euo pipefail
cd "$(dirname "$0")/../.."
. end2end/scripts/env.sh

if [ ! -d "$CARGO_TARGET_DIR" ]; then
  printf '\033[1mThe first build compiles a database and takes about ten minutes on two cores; '
  printf 'later ones take seconds.\033[0m\n'
fi
mkdir -p "$CARGO_TARGET_DIR" target
# Two builds at once would put their names into each other's files.
if command -v flock >/dev/null; then
  exec 9>target/.build-lock
  flock 9
fi
case "${1:-dev}" in
  dev)
    cargo leptos build --split
    ;;
  release)
    # The client compressed with its own names beside it, so the folder works wherever it is carried.
    LEPTOS_SITE_ROOT=target/dist/site cargo leptos build --split --release --precompress
    cp "$CARGO_TARGET_DIR/release/hash.txt" target/dist/site/
    # Line tables weigh ten times the program; names are enough for a backtrace.
    strip --strip-debug -o target/dist/kakehashi "$CARGO_TARGET_DIR/release/kakehashi"
    end2end/scripts/size.sh
    exit
    ;;
  *)
    echo "build.sh: dev or release, not $1" >&2
    exit 2
    ;;
esac
CARGO_TARGET_DIR="$CARGO_TARGET_DIR/end2end" \
  cargo build --locked --quiet --manifest-path end2end/Cargo.toml --bin kakehashi-sandbox
