#!/usr/bin/env bash
# Behind `make dev`.
set -euo pipefail
cd "$(dirname "$0")/../.."
. end2end/scripts/env.sh
end2end/scripts/build.sh
exec node end2end/scripts/dev.mjs
