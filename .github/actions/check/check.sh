#!/usr/bin/env bash
# The action's inputs, in the environment → marks on the pull request, a summary of the job, and the exit code of the check.
set -uo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)"
if [ ! -f "$root/dist/bridge.cjs" ]; then
  (cd "$root" && npm ci --ignore-scripts --no-audit --no-fund && node esbuild.config.mjs) >&2 || exit 1
fi

bridge() {
  node "$root/bin/bridge.js" "$@"
}

options=()
[ -z "${CHECK_PROFILES:-}" ] || options+=("--profiles=$CHECK_PROFILES")
[ -z "${CHECK_CONTRACT:-}" ] || options+=("--contract=$CHECK_CONTRACT")
while IFS= read -r id; do
  [ -z "$id" ] || options+=("--profile=$id")
done <<<"${CHECK_PROFILE:-}"
strict=()
[ "${CHECK_STRICT:-}" != true ] || strict=(--strict)

# an empty list is unset for the bash of macOS
bridge check --format github ${strict[@]+"${strict[@]}"} ${options[@]+"${options[@]}"}
status=$?

if [ -n "${CHECK_SARIF:-}" ]; then
  bridge check --format sarif ${strict[@]+"${strict[@]}"} ${options[@]+"${options[@]}"} >"$CHECK_SARIF"
fi
if [ "${CHECK_LOCK:-}" = true ]; then
  bridge lock --check ${options[@]+"${options[@]}"}
  locked=$?
  [ "$status" -ne 0 ] || status=$locked
fi
exit "$status"
