#!/usr/bin/env bash
# Everything that must hold: format, lints of both sides, documentation, unit and route tests, and the
# journeys in a browser against the real server, the real database and the sandbox.
set -euo pipefail
cd "$(dirname "$0")/../.."
. end2end/scripts/env.sh

step() { printf '\n\033[1m== %s ==\033[0m\n' "$*"; }
end2end() { (cd end2end && CARGO_TARGET_DIR="$CARGO_TARGET_DIR/end2end" "$@"); }

# nextest runs each test in a process of its own, so one that hangs or dies is named.
tests() {
  if cargo nextest --version >/dev/null 2>&1; then cargo nextest run --no-fail-fast "$@"
  else cargo test --quiet "$@"; fi
}

browser() {
  if [ -n "${CHROMIUM_BIN:-}" ] || [ -x /usr/bin/chromium ]; then return; fi
  step "A browser for the end-to-end tests"
  if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
    apt-get update -qq
    apt-get install -y -qq --no-install-recommends chromium fonts-noto-cjk fonts-thai-tlwg >/dev/null
  else
    (cd end2end && npx playwright install chromium)
  fi
}

step "Format"
cargo fmt --check
end2end cargo fmt --check

step "Lints: server, client, end2end"
cargo clippy --locked --quiet -p kakehashi -p app --all-targets -- -D warnings
CARGO_TARGET_DIR="$CARGO_TARGET_DIR/front" \
  cargo clippy --locked --quiet -p frontend --target wasm32-unknown-unknown -- -D warnings
end2end cargo clippy --locked --quiet --all-targets -- -D warnings
(cd end2end && npm run --silent check)

step "Documentation"
# For those who read the source: private modules are part of it, and may be linked to.
RUSTDOCFLAGS="-D warnings -A rustdoc::private-intra-doc-links" \
  cargo doc --locked --quiet --no-deps --document-private-items -p kakehashi -p app

step "Unit and route tests"
tests --locked -p kakehashi -p app
(cd end2end && CARGO_TARGET_DIR="$CARGO_TARGET_DIR/end2end" tests --locked)

step "Build"
end2end/scripts/build.sh

step "End to end"
browser
(cd end2end && npx playwright test)
