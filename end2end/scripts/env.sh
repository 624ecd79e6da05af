# Sourced: puts the installed tools before everything else on PATH.
CACHE="${XDG_CACHE_HOME:-$HOME/.cache}/kakehashi"
export PATH="$PWD/end2end/scripts/bin:${KAKEHASHI_TOOLS:-$CACHE/tools}/bin:$PWD/end2end/node_modules/.bin:$PATH"
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$PWD/target}"
