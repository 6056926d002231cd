/**
 * This package as a peer of the benchmark: `node package.mjs <suite> <engine>`.
 *
 * Describes itself in one line of JSON after its engine's first product. Then it answers each line of standard input, a case, with
 * `{ "value": … }` in the unit of the row, or with `{ "error": … }` if the engine fails.
 */
import { createInterface } from 'node:readline';
import { startEngine } from '../../dist/src/engine/index.js';
import { tf } from '../../dist/src/engine/tensors.js';

const [suite, engine] = process.argv.slice(2);
try {
  const { version, threads } = await startEngine(engine);
  tf.tidy(() => tf.matMul(tf.ones([8, 8]), tf.ones([8, 8])).dataSync());
  answer({ version, threads });
} catch (error) {
  answer({ error: firstLine(error) });
  process.exit(1);
}

const { prepare } = await import(`../${suite}/measurements/index.mjs`);
const prepared = new Map();

for await (const line of createInterface({ input: process.stdin })) {
  try {
    const asked = JSON.parse(line);
    if (asked.measurement === 'memory') answer({ value: process.resourceUsage().maxRSS * 1024 });
    else answer(asAnswer(await (await sampleOf(line, asked))()));
  } catch (error) {
    answer({ error: firstLine(error) });
  }
}

function sampleOf(key, asked) {
  if (!prepared.has(key)) prepared.set(key, prepare(asked));
  return prepared.get(key);
}

/** A sample is a number, or an object with the `value` in the unit of the row and the peak memory in `bytes`. */
function asAnswer(sample) {
  return typeof sample === 'number' ? { value: sample } : sample;
}

function firstLine({ message }) {
  return message.split('\n')[0];
}

function answer(message) {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}
