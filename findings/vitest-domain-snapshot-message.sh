#!/usr/bin/env bash
# Vitest 4.1.12: the message of a domain snapshot (`Snapshots.toMatchDomainSnapshot`, experimental).
#
# Expected: `match` returns { pass, message }, and a failure shows this message, as that of a matcher: which inputs got worse, and the
# p value.
# Seen: a failure shows only the rendered texts. The message appears nowhere in the output.
# Affects: assertions on measured quality, whose texts do not say why two values differ.
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --no-audit --no-fund --silent vitest@4.1.12 >/dev/null 2>&1
cat >quality.test.js <<'SPEC'
import { expect, Snapshots, test } from 'vitest';
const domain = {
  name: 'quality',
  capture: (received) => received,
  render: (captured) => `accuracy ${captured}`,
  parseExpected: (text) => Number(text.trim().split(' ')[1]),
  match: (captured, expected) => ({
    pass: captured >= expected - 0.01,
    message: `inputs 3, 17 and 40 got worse, p = 0.001`,
  }),
};
expect.extend({
  toKeepAccuracy(received) {
    return Snapshots.toMatchDomainSnapshot.call(this, domain, received);
  },
});
test('keeps its accuracy', () => expect(Number(process.env.ACCURACY)).toKeepAccuracy());
SPEC
unset CI
printf 'Node %s, Vitest 4.1.12\n' "$(node --version)"
ACCURACY=0.9 npx vitest run >/dev/null 2>&1
status=0
output="$(ACCURACY=0.5 NO_COLOR=1 npx vitest run 2>&1)" || status=$?
grep -E 'Error:|Expected:|Received:|got worse' <<<"$output" || true
[ "$status" = 1 ]
grep -q 'mismatched' <<<"$output"
! grep -q 'got worse' <<<"$output"
