/**
 * Prints `N passed, N failed` from the JSON reports of test runs. Fails if a test failed or a run had none. A file that could not be
 * loaded has no tests and counts as one failure, and so does a report that is missing.
 */
import { readFileSync } from 'node:fs';

let [passed, failed, skipped] = [0, 0, 0];
for (const path of process.argv.slice(2)) {
  try {
    add(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    console.log(`A test run wrote no readable report: ${error.message}`);
    failed++;
  }
}
if (skipped > 0) console.log(`${skipped} skipped`);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);

function add({ testResults, success }) {
  const tests = testResults.flatMap((file) => file.assertionResults);
  const count = (status) => tests.filter((test) => test.status === status).length;
  const unloaded = testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  ).length;
  const wrong = count('failed') + unloaded;
  passed += count('passed');
  skipped += tests.length - count('passed') - count('failed');
  failed += wrong === 0 && (!success || count('passed') === 0) ? 1 : wrong;
}
