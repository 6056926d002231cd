/**
 * Runs the node tests of ONNX's own backend suite through openGraph, and prints passed and failed tests per operator.
 *
 *   npm run onnx-conformance -- [--operator Conv] [--failures] [--cases FOLDER]
 *
 * Python with the package onnx writes the tests (scripts/onnx-conformance/cases.py); PYTHON names the interpreter. Tests of
 * operators that are not in the list of this package, and of texts, sequences and 8-bit floats, are counted as not applicable.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startEngine } from '../dist/src/engine/index.js'; // npm run onnx-conformance builds it first
import { openGraph } from '../dist/src/models/import/open-graph.js';
import { rewrittenOperators } from '../dist/src/models/import/onnx/rewriting/index.js';
import { operatorNames } from '../dist/src/models/import/operators/index.js';

const { values: options } = parseArgs({
  options: { operator: { type: 'string' }, failures: { type: 'boolean' }, cases: { type: 'string' } },
});
const folder = options.cases ?? mkdtempSync(join(tmpdir(), 'onnx-cases-'));
if (!existsSync(join(folder, 'tests.json'))) {
  const script = new URL('onnx-conformance/cases.py', import.meta.url).pathname;
  execFileSync(process.env.PYTHON ?? 'python3', [script, folder], { stdio: ['ignore', 'inherit', 'ignore'] });
}
const tests = JSON.parse(readFileSync(join(folder, 'tests.json'), 'utf8'));
const known = new Set([...operatorNames, ...rewrittenOperators]);
const numeric = /^(float(16|32|64)|bfloat16|u?int(8|16|32|64)|bool)$/;

await startEngine('wasm');
const counts = new Map();
for (const test of tests) {
  const isKnown =
    test.operators.length > 0 && test.operators.every((operator) => known.has(operator) || operator === 'If');
  if (!isKnown || test.domain !== '' || (options.operator && test.operator !== options.operator)) continue;
  const row = counts.get(test.operator) ?? { passed: 0, failed: [], skipped: 0 };
  counts.set(test.operator, row);
  const all = test.sets?.flatMap(({ inputs, outputs }) => [...inputs, ...outputs]);
  if (!all || all.some((tensor) => !tensor || !numeric.test(tensor.dtype))) {
    row.skipped++;
    continue;
  }
  const fault = await faultOf(test).catch((error) => error.message);
  if (fault === undefined) row.passed++;
  else row.failed.push(`${test.name}: ${fault}`);
}
let [passed, failed, skipped] = [0, 0, 0];
for (const [operator, row] of [...counts].sort(([a], [b]) => (a < b ? -1 : 1))) {
  passed += row.passed;
  failed += row.failed.length;
  skipped += row.skipped;
  console.log(
    `${operator.padEnd(30)} ${String(row.passed).padStart(4)} passed ${String(row.failed.length).padStart(4)} failed ${String(row.skipped).padStart(4)} not applicable`,
  );
  if (options.failures) for (const fault of row.failed) console.log(`    ${fault.slice(0, 600)}`);
}
console.log(
  `${passed} of ${passed + failed} tests passed (${((100 * passed) / (passed + failed)).toFixed(1)} %), ${skipped} not applicable`,
);
process.exitCode = passed >= 0.98 * (passed + failed) ? 0 : 1;

async function faultOf({ name, inputs, outputs, sets, rtol, atol }) {
  const graph = await openGraph(join(folder, `${name}.onnx`));
  for (const { inputs: given, outputs: expected } of sets) {
    const tensors = Object.fromEntries(
      inputs.map((input, i) => [input, { shape: given[i].shape, data: given[i].data.map(Number) }]),
    );
    const results = await graph.run(tensors);
    for (const [i, output] of outputs.entries()) {
      if (output === '') continue;
      const fault = differenceOf(
        results[output],
        expected[i],
        Math.max(rtol ?? 1e-3, 1e-3),
        Math.max(atol ?? 1e-7, 1e-5),
      );
      if (fault) return `${output}: ${fault}`;
    }
  }
  return undefined;
}

function differenceOf(result, expected, rtol, atol) {
  if (result.shape.join() !== expected.shape.join()) return `shape [${result.shape}] instead of [${expected.shape}]`;
  const loose = /16/.test(expected.dtype) ? 10 : 1;
  for (const [i, given] of expected.data.entries()) {
    const [wanted, got] = [Number(given), result.data[i]];
    const bound = loose * (atol + rtol * Math.abs(wanted));
    if (
      !(
        Object.is(got, wanted) ||
        (Number.isNaN(got) && Number.isNaN(wanted)) ||
        got === wanted ||
        Math.abs(got - wanted) <= bound
      )
    )
      return `value ${i} is ${got} instead of ${wanted}`;
  }
  return undefined;
}
