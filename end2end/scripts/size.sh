#!/usr/bin/env bash
# What a browser loads before the messenger runs, as it travels (brotli), beside the goal, and below it
# the parts that come when they are asked for. Measures the client in target/dist, where `make release`
# puts it.
set -euo pipefail
cd "$(dirname "$0")/../.."

GOAL_KB=400
pkg=target/dist/site/pkg

weigh() { cat "$@" | wc -c; }
say() { printf '%10s %4d KB%s\n' "$1" $(($2 / 1000)) "${3:-}"; }

wasm=$(weigh $pkg/kakehashi.*.wasm.br)
# Besides the client's own, the script that fetches the parts.
js=$(weigh $pkg/*.js.br)
css=$(weigh $pkg/kakehashi.*.css.br)
say wasm "$wasm"
say js "$js"
say css "$css"
say client $((wasm + js + css)) " (goal: at most $GOAL_KB)"
for part in "$pkg"/split_*.wasm.br; do
  name=${part#"$pkg"/split_}
  say "${name%%.*}" "$(weigh "$part")"
done
say shared "$(weigh $pkg/chunk_*.wasm.br)" " (by parts, each in what it needs)"
