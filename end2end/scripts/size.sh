#!/usr/bin/env bash
# What a browser loads before the messenger runs, as it travels (brotli), beside the goal.
# Measures the client in target/dist, where `make release` puts it.
set -euo pipefail
cd "$(dirname "$0")/../.."

GOAL_KB=400
site=target/dist/site
bytes=0
while IFS=': ' read -r kind hash; do
  size=$(wc -c <"$site/pkg/kakehashi.$hash.$kind.br")
  printf '%6s %4d KB\n' "$kind" $((size / 1000))
  bytes=$((bytes + size))
done <"$site/hash.txt"
printf 'client %4d KB (goal: at most %d)\n' $((bytes / 1000)) "$GOAL_KB"
