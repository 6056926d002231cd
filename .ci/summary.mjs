/**
 * Prints `N passed, N failed` from the JSON report of a test run. Fails if a test failed or none ran. A file that could not be
 * loaded has no tests and counts as one failure.
 */
import { readFileSync } from 'node:fs';

let report;
try {
  report = JSON.parse(readFileSync(process.argv[2], 'utf8'));
} catch (error) {
  console.log(`0 passed, 1 failed\nThe test run wrote no readable report: ${error.message}`);
  process.exit(1);
}

const tests = report.testResults.flatMap((file) => file.assertionResults);
const count = (status) => tests.filter((test) => test.status === status).length;
const unloaded = report.testResults.filter(
  (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
).length;
const passed = count('passed');
const failed = count('failed') + unloaded;
const skipped = tests.length - passed - count('failed');

if (skipped > 0) console.log(`${skipped} skipped`);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 || passed === 0 || !report.success ? 1 : 0);
