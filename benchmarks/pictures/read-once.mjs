/** Reads a folder of pictures once, and prints the seconds of processor time and of the clock, the decoded bytes and the peak of memory. */
import { imageFolder } from '../../dist/src/datasets/index.js';
import { configure } from '../../dist/src/current-settings.js';

const [, , folder, cache] = process.argv;
configure({ cache: cache ?? false });
const base = process.resourceUsage().maxRSS * 1024;
const [before, start] = [process.cpuUsage(), performance.now()];
const { train, test } = await imageFolder(folder, { progress: () => {} });
const { user, system } = process.cpuUsage(before);
const bytes = train.inputs.byteLength + test.inputs.byteLength;
const peak = process.resourceUsage().maxRSS * 1024 - base;
console.log(
  JSON.stringify({ processor: (user + system) / 1e6, clock: (performance.now() - start) / 1000, bytes, peak }),
);
