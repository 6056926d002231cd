/**
 * Runs every check on every network of the zoo in specs/contract/zoo.
 *
 *   npm run zoo -- --engine wasm --shard 1/4
 *   npm run zoo -- --network "conv2d padding=same strides=2"
 *
 * --engine   wasm (default), cpu, or node with the setup of scripts/native.mjs: node scripts/native.mjs npm run zoo -- --engine node
 * --shard    part k of n, as k/n
 * --network  one network by name
 * --matching all networks whose names contain this text
 * --checks   groups of checks, separated by commas: predictions, gradients, copies, training, posterior, attacks, compressions,
 *            acquisition
 * --output   a file that receives every finding as JSON
 *
 * Exits with 1 if a check fails, with 2 if an option is invalid.
 */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createServer } from 'vite';

const program = fileURLToPath(new URL('../specs/contract/zoo/program.ts', import.meta.url));
const groups = [
  'predictions',
  'gradients',
  'copies',
  'training',
  'posterior',
  'attacks',
  'compressions',
  'acquisition',
];
const options = read();
const server = await createServer({
  configFile: false,
  appType: 'custom',
  server: { middlewareMode: true, watch: null, ws: false },
});
const { runZoo } = await server.ssrLoadModule(program);
process.exit((await runZoo(options)) ? 0 : 1);

function read() {
  const names = ['engine', 'shard', 'network', 'matching', 'checks', 'output'];
  let values;
  try {
    ({ values } = parseArgs({ options: Object.fromEntries(names.map((name) => [name, { type: 'string' }])) }));
  } catch (error) {
    fail(error.message);
  }
  const { engine = process.env.DNN_ENGINE ?? 'wasm', shard = '1/1', network, matching, output } = values;
  if (!['wasm', 'cpu', 'node'].includes(engine)) fail(`--engine is "${engine}". Expected wasm, cpu or node.`);
  const [part, parts] = shard.split('/').map(Number);
  if (!(part >= 1 && part <= parts)) fail(`--shard is "${shard}". Expected k/n with 1 <= k <= n.`);
  const checks = values.checks?.split(',');
  const unknown = checks?.find((check) => !groups.includes(check));
  if (unknown !== undefined) fail(`--checks contains "${unknown}". Expected ${groups.join(', ')}.`);
  return { engine, shard: [part, parts], network, matching, checks, output };
}

function fail(message) {
  console.error(`zoo: ${message}`);
  process.exit(2);
}
