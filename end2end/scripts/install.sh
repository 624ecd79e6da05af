#!/usr/bin/env bash
# Installs what building needs and what is missing: the wasm target, cargo-leptos, the wasm-bindgen
# CLI of the locked version, and the npm packages (wasm-opt is one of them). Touches nothing but the
# tool directory, the Rust toolchain and end2end/node_modules; a second run takes a moment.
set -euo pipefail
cd "$(dirname "$0")/../.."

CACHE="${XDG_CACHE_HOME:-$HOME/.cache}/kakehashi"
TOOLS="${KAKEHASHI_TOOLS:-$CACHE/tools}"
CARGO_LEPTOS=0.3.10
WASM_BINDGEN="$(awk '/^name = "wasm-bindgen"$/ { getline; gsub(/[^0-9.]/, ""); print }' Cargo.lock)"

say() { printf '\033[1m%s\033[0m\n' "$*"; }
need() { command -v "$1" >/dev/null || { echo "Kakehashi needs $1: $2" >&2; exit 1; }; }

need cargo "install Rust from https://rustup.rs"
need node "install Node.js 20 or newer"
need npm "it comes with Node.js"
node -e 'process.exit(+(process.versions.node.split(".")[0] < 20))' \
  || { echo "Kakehashi needs Node.js 20 or newer; this is $(node --version)" >&2; exit 1; }

# In debug on purpose: these tools run for seconds, and optimising them takes half an hour.
# A lock file may name a version that a mirror does not have; any compatible one will do then.
tool() {
  local crate="$1" version="$2" minutes="$3"
  shift 3
  if "$TOOLS/bin/${crate%-cli}" --version 2>/dev/null | grep -qF "$version"; then return; fi
  say "Building $crate $version, once (about $minutes minutes on two cores)…"
  local install=(cargo install --quiet --debug --root "$TOOLS" "$crate@$version" "$@")
  env -u CARGO_TARGET_DIR CARGO_TARGET_DIR="$TOOLS/target" "${install[@]}" --locked \
    || env -u CARGO_TARGET_DIR CARGO_TARGET_DIR="$TOOLS/target" "${install[@]}"
  rm -rf "$TOOLS/target"
}

if command -v rustup >/dev/null; then
  if ! rustup target list --installed 2>/dev/null | grep -qx wasm32-unknown-unknown; then
    say "Installing the toolchain of rust-toolchain.toml…"
    rustup toolchain install --no-self-update >/dev/null 2>&1 || true
    rustup target add wasm32-unknown-unknown
  fi
fi
tool wasm-bindgen-cli "$WASM_BINDGEN" 2
tool cargo-leptos "$CARGO_LEPTOS" 5 --no-default-features --features no_downloads

# The stamp is compared with the lock file, so a changed lock is installed anew.
if ! cmp -s end2end/package-lock.json end2end/node_modules/.installed-lock; then
  say "Installing the npm packages…"
  (cd end2end && PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --no-audit --no-fund --loglevel=error)
  cp end2end/package-lock.json end2end/node_modules/.installed-lock
fi
