#!/usr/bin/env bash
# Builds the server with its client, and the sandbox. `build.sh release` builds what is deployed.
set -euo pipefail
cd "$(dirname "$0")/../.."
. end2end/scripts/env.sh

if [ ! -d "$CARGO_TARGET_DIR" ]; then
  printf '\033[1mThe first build compiles a database and takes about ten minutes on two cores; '
  printf 'later ones take seconds.\033[0m\n'
fi
case "${1:-dev}" in
  dev) cargo leptos build ;;
  release) cargo leptos build --release --precompress ;;
  *) echo "build.sh: dev or release, not $1" >&2; exit 2 ;;
esac
CARGO_TARGET_DIR="$CARGO_TARGET_DIR/end2end" \
  cargo build --locked --quiet --manifest-path end2end/Cargo.toml --bin kakehashi-sandbox
