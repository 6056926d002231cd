#!/usr/bin/env bash
# Vitest 4.1.12: `vitest -u` and a test that fails before its snapshot.
#
# Expected: a test that throws before it reaches `toMatchSnapshot`, such as one whose training runs out of time, keeps its snapshot: its
# assertion was not made, so there is no new value. Vitest keeps the snapshots of tests that are skipped.
# Seen: `-u` deletes the snapshot of the failed test, with the file if it was the only one. The next run writes whatever it measures, and
# passes.
# Affects: whoever keeps measured quality in snapshots: one time-out during an update loses what later runs are compared with.
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --no-audit --no-fund --silent vitest@4.1.12 >/dev/null 2>&1
cat >quality.test.js <<'SPEC'
import { expect, test } from 'vitest';
test.skipIf(process.env.SKIP)('keeps its accuracy', () => {
  if (process.env.FAIL) throw new Error('the training ran out of time');
  expect(Number(process.env.ACCURACY)).toMatchSnapshot();
});
SPEC
unset CI
stored() { grep -hs '^exports' __snapshots__/* || echo 'no snapshot'; }
run() { env "$@" || true; }
printf 'Node %s, Vitest 4.1.12\n' "$(node --version)"
run ACCURACY=0.9 npx vitest run >/dev/null 2>&1
first="$(stored)"
run SKIP=1 npx vitest run -u >/dev/null 2>&1
skipped="$(stored)"
run FAIL=1 npx vitest run -u >/dev/null 2>&1
failed="$(stored)"
status=0
ACCURACY=0.5 npx vitest run >/dev/null 2>&1 || status=$?
printf 'first run: %s\nskipped, -u: %s\nfailed early, -u: %s\naccuracy 0.5 afterwards: exit code %s, %s\n' \
  "$first" "$skipped" "$failed" "$status" "$(stored)"
[ "$first" = 'exports[`keeps its accuracy 1`] = `0.9`;' ]
[ "$skipped" = "$first" ]
[ "$failed" = 'no snapshot' ]
[ "$status" = 0 ]
