/**
 * This package as a peer of the benchmark: `node package.mjs <engine>`.
 *
 * Says what it is in one line of JSON once its engine has multiplied; then answers every line of standard input, a case,
 * with `{ "seconds": … }`, `{ "bytes": … }` or, where the engine cannot do it, `{ "error": … }`.
 */
import { createInterface } from 'node:readline';
import { startEngine } from '../../dist/src/engine/index.js';
import { tf } from '../../dist/src/engine/tensors.js';

try {
  const { version, threads } = await startEngine(process.argv[2]);
  tf.tidy(() => tf.matMul(tf.ones([8, 8]), tf.ones([8, 8])).dataSync());
  answer({ version, threads });
} catch (error) {
  answer({ error: firstLine(error) });
  process.exit(1);
}

const { measurements } = await import('../measurements/index.mjs');
const { models } = await import('../models/index.mjs');
const prepared = new Map();

for await (const line of createInterface({ input: process.stdin })) {
  try {
    const asked = JSON.parse(line);
    if (asked.measurement === 'memory') answer({ bytes: process.resourceUsage().maxRSS * 1024 });
    else answer({ seconds: await sampleOf(line, asked)() });
  } catch (error) {
    answer({ error: firstLine(error) });
  }
}

function sampleOf(key, asked) {
  if (!prepared.has(key)) prepared.set(key, measurements[asked.measurement](models[asked.model](), asked));
  return prepared.get(key);
}

function firstLine({ message }) {
  return message.split('\n')[0];
}

function answer(message) {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}
