/**
 * Measures how the time of every attack grows with the resolution of its input, on one network and one thread.
 *
 *   npm run bench:resolution -- [largest side] [names of attacks]
 *
 * The network is two convolutions of stride 2, global average pooling and a dense layer, so its weights are the same at every
 * resolution. Each attack takes a fixed number of steps on one input of side × side × 3 (dropBroken: false). The growth is the
 * exponent of the number of values n between the two ends of a row: time ~ n^growth. The forward pass is the first row.
 * An attack that grows faster than n^1.2, and faster than n^0.2 beside its forward pass, ends the run with status 1.
 */
import { attacks } from '../dist/src/attacks/index.js';
import { startEngine } from '../dist/src/engine/index.js';
import { tfl } from '../dist/src/engine/tensors.js';
import { classifier } from '../dist/src/models/index.js';
import { createRandom } from '../dist/src/random/index.js';
import { markdown } from './table.mjs';

const [largest = '224', ...names] = process.argv.slice(2);
const sides = [28, 56, 112, 224].filter((side) => side <= Number(largest));
const linf = { epsilon: 4 / 255 };

/** The radius and the options of each attack for n values: as many steps as show its cost, whatever n is. */
const settingsFor = (values) => ({
  fgsm: [linf, {}],
  bim: [linf, { steps: 5 }],
  momentum: [linf, { steps: 5 }],
  pgd: [linf, { steps: 5 }],
  apgd: [linf, { steps: 10 }],
  deepFool: [{ epsilon: 0.5 }, { steps: 3 }],
  carliniWagner: [{ epsilon: 0.5 }, { searches: 1, steps: 5 }],
  fab: [linf, { steps: 3 }],
  jsma: [{ epsilon: 20 }, { gamma: 20 / values }],
  square: [linf, { queries: 50 }],
  hopSkipJump: [{ epsilon: 0.5 }, { queries: 50, evaluations: 10 }],
  autoAttack: [linf, { steps: 3, targets: 2, queries: 20 }],
});

const missing = Object.keys(attacks).filter((name) => !(name in settingsFor(1)));
if (missing.length > 0) throw new Error(`No setting for ${missing.join(', ')}. Add one to benchmarks/resolution.mjs.`);
await startEngine('wasm');

const problems = await Promise.all(sides.map(problemOf));
const rows = [{ row: 'forward pass', seconds: await timesOf(({ network, split }) => network.probabilities(split)) }];
for (const name of Object.keys(attacks)) {
  if (names.length > 0 && !names.includes(name)) continue;
  process.stderr.write(`${name} …\n`);
  const run = ({ network, split }) => {
    const [radius, options] = settingsFor(split.inputs.length)[name];
    return attacks[name].with(options).run(network, split, { ...radius, seed: 1, dropBroken: false });
  };
  rows.push({ row: name, seconds: await timesOf(run) });
}

const forward = growthOf(rows[0].seconds);
const table = rows.map(({ row, seconds }) => [row, ...seconds.map(shown), `n^${growthOf(seconds).toFixed(2)}`]);
console.log(markdown(['', ...sides.map((side) => `${side} × ${side} × 3`), 'growth'], table));
const limit = Math.max(1, forward) + 0.2;
const fast = rows.filter(({ seconds }) => growthOf(seconds) > limit);
for (const { row } of fast) console.error(`${row} grows faster than n^${limit.toFixed(2)}.`);
process.exitCode = Math.min(1, fast.length);

/** One input, labelled with the class that the network predicts. */
async function problemOf(side) {
  const { layers, initializers } = tfl;
  const seeded = (seed) => ({ kernelInitializer: initializers.heNormal({ seed }) });
  const convolution = { kernelSize: 3, strides: 2, activation: 'relu' };
  const network = classifier(
    tfl.sequential({
      layers: [
        layers.conv2d({ inputShape: [side, side, 3], filters: 8, ...convolution, ...seeded(1) }),
        layers.conv2d({ filters: 16, ...convolution, ...seeded(2) }),
        layers.globalAveragePooling2d({}),
        layers.dense({ units: 10, ...seeded(3) }),
      ],
    }),
  );
  const random = createRandom(side);
  const inputs = Float32Array.from({ length: side * side * 3 }, () => random.uniform());
  const split = { inputs, itemShape: [side, side, 3], labels: Int32Array.of(0), size: 1 };
  split.labels.set(await network.predictions(split));
  return { network, split };
}

/** Per resolution, the shortest of three runs after one that is not counted, in seconds. */
async function timesOf(run) {
  const shortest = [];
  for (const problem of problems) {
    const seconds = [];
    for (let sample = 0; sample < 4; sample++) {
      const start = performance.now();
      await run(problem);
      if (sample > 0) seconds.push((performance.now() - start) / 1000);
    }
    shortest.push(Math.min(...seconds));
  }
  return shortest;
}

function growthOf(seconds) {
  const values = sides.map((side) => side * side * 3);
  return Math.log(seconds.at(-1) / seconds[0]) / Math.log(values.at(-1) / values[0]);
}

function shown(seconds) {
  return seconds < 1 ? `${(seconds * 1000).toFixed(seconds < 0.01 ? 2 : 1)} ms` : `${seconds.toFixed(2)} s`;
}
