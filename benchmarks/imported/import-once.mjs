/** Imports a file in this process, and prints the seconds, processor seconds and bytes that it takes as JSON. */
import { readFileSync } from 'node:fs';
import { startEngine } from '../../dist/src/engine/index.js';
import { loadClassifier } from '../../dist/src/models/index.js';

await startEngine('wasm');
const peak = () => Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1]) * 1024;
const [before, start, processor] = [process.memoryUsage().rss, performance.now(), process.cpuUsage()];
await loadClassifier(process.argv[2]);
const { user, system } = process.cpuUsage(processor);
console.log(
  JSON.stringify({
    seconds: (performance.now() - start) / 1000,
    processor: (user + system) / 1e6,
    bytes: peak() - before,
  }),
);
