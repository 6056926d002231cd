/**
 * Calls every function of the package with unusual arguments: specs/contract/fuzz.
 *
 *   npm run fuzz -- --calls 2000 --seed 2
 *   npm run fuzz -- --matching evaluateAccuracy
 *   npm run fuzz -- --call 1234
 *   npm run fuzz -- --files --calls 2000 --seed 2
 *
 * --calls     number of calls, 10,000 by default
 * --seed      seed of the draws, 1 by default
 * --matching  only functions whose names contain one of these texts, separated by commas
 * --call      one call by its number, with the same seed and the same --matching
 * --output    a file that receives every call as JSON
 * --files     damages files of every format instead, specs/contract/fuzz-files: --calls files per format, 2,000 by default
 *
 * Exits with 1 if a call ends in a fault, with 2 if an option is invalid.
 */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createServer } from 'vite';

const program = fileURLToPath(new URL('../specs/contract/fuzz/program.ts', import.meta.url));
const fileProgram = fileURLToPath(new URL('../specs/contract/fuzz-files/program.ts', import.meta.url));
const options = read();
const server = await createServer({
  configFile: false,
  appType: 'custom',
  logLevel: 'error',
  optimizeDeps: { noDiscovery: true, include: [] },
  server: { middlewareMode: true, watch: null, ws: false },
});
if (options.files) {
  const { runFileFuzz } = await server.ssrLoadModule(fileProgram);
  const { lines, findings } = await runFileFuzz({ seed: options.seed, count: options.calls });
  for (const line of [...lines, ...findings, `${findings.length} faults`]) console.log(line);
  process.exit(findings.length === 0 ? 0 : 1);
}
const { runFuzz } = await server.ssrLoadModule(program);
const faults = await runFuzz({ ...options, print: console.log });
process.exit(faults.length === 0 ? 0 : 1);

function read() {
  const names = ['calls', 'seed', 'matching', 'call', 'output'];
  let values;
  try {
    const texts = names.map((name) => [name, { type: 'string' }]);
    ({ values } = parseArgs({ options: { ...Object.fromEntries(texts), files: { type: 'boolean' } } }));
  } catch (error) {
    fail(error.message);
  }
  const { files = false, seed = '1', matching, call, output } = values;
  const { calls = files ? '2000' : '10000' } = values;
  for (const [name, value] of Object.entries({ calls, seed, call: call ?? '0' }))
    if (!/^-?\d+$/.test(value)) fail(`--${name} is "${value}". Expected an integer.`);
  return { files, calls: Number(calls), seed: Number(seed), matching, call: call && Number(call), output };
}

function fail(message) {
  console.error(`fuzz: ${message}`);
  process.exit(2);
}
