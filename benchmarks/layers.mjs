/**
 * Measures layers of engine "wasm" beside the fastest ones: processor time per multiplication beside a 3 × 3 convolution, or per number
 * beside a ReLU, for the output, the gradient of the input and that of the weights. PyTorch takes no part.
 *
 *   node benchmarks/layers.mjs [part of a layer's name]
 */
import { startEngine } from '../dist/src/engine/index.js';
import { tf, tfl } from '../dist/src/engine/tensors.js';
import { createRandom } from '../dist/src/random/index.js';
import { markdown } from './table.mjs';

const { layers } = tfl;
const [part = ''] = process.argv.slice(2);
await startEngine('wasm');

const image = [16, 32, 32, 64];
const numbers = 16 * 32 * 32 * 64;
const text = [32, 150, 128];
const activations = ['mish', 'softplus', 'gelu', 'gelu_new', 'relu6', 'tanh', 'sigmoid', 'swish', 'selu'];
/** Every step has a slope, because one that fades over the steps becomes denormal, which processors multiply slowly. */
const seeded = { returnSequences: true, kernelInitializer: uniform(1), recurrentInitializer: uniform(2) };
const dense = () => layers.dense({ units: 128, kernelInitializer: uniform(1) });

/** Per layer: its shape of input, and the numbers or multiplications of one call. */
const perNumber = [
  ['layer normalisation', layers.layerNormalization({}), image, numbers],
  ...activations.map((activation) => [activation, layers.activation({ activation }), image, numbers]),
  ['global max pooling', layers.globalMaxPooling2d({}), image, numbers],
  ['nearest upsampling', layers.upSampling2d({ size: [2, 2] }), [16, 16, 16, 64], numbers],
];
const filters = { kernelInitializer: uniform(1), padding: 'same', kernelSize: 3 };
const depthwise = { depthwiseInitializer: uniform(1), padding: 'same', kernelSize: 3, depthMultiplier: 2 };
const perProduct = [
  ['LSTM', layers.lstm({ units: 128, ...seeded }), text, 32 * 150 * 128 * 1024],
  ['GRU', layers.gru({ units: 128, ...seeded }), text, 32 * 150 * 128 * 768],
  ['simple RNN', layers.simpleRNN({ units: 128, ...seeded }), text, 32 * 150 * 128 * 256],
  ['dense over steps', dense(), text, 32 * 150 * 128 * 128],
  ['time-distributed dense', layers.timeDistributed({ layer: dense() }), text, 32 * 150 * 128 * 128],
  ['depthwise, multiplier 2', layers.depthwiseConv2d(depthwise), image, numbers * 18],
  ['three-axis convolution', layers.conv3d({ filters: 16, ...filters }), [2, 12, 12, 12, 16], 2 * 12 ** 3 * 256 * 27],
];

const relu = measure(layers.activation({ activation: 'relu' }), image, numbers);
const convolution = measure(layers.conv2d({ filters: 64, ...filters }), image, numbers * 64 * 9);
const rows = [...perNumber.map((row) => [...row, relu]), ...perProduct.map((row) => [...row, convolution])].filter(
  ([name]) => name.toLowerCase().includes(part.toLowerCase()),
);
const cells = rows.map(([name, layer, shape, work, beside]) => {
  const times = measure(layer, shape, work);
  return [name, ...times.map((time, i) => (time === undefined ? '–' : (time / (beside[i] ?? beside[0])).toFixed(1)))];
});
console.log(markdown(['', 'output', 'gradient of the input', 'gradient of the weights'], cells));

/** Seconds per unit of work of the output and of both gradients. */
function measure(layer, shape, work) {
  const x = drawn(shape, 1);
  const y = layer.apply(x);
  const slopes = drawn(y.shape, 2);
  const weights = layer.trainableWeights.map((weight) => weight.read());
  const output = secondsOf(() => layer.apply(x).dispose());
  const gradient = (of) =>
    secondsOf(() => tf.tidy(() => void tf.engine().gradients(() => layer.apply(x), of, slopes))) - output;
  const times = [output, gradient([x]), weights.length > 0 ? gradient(weights) : undefined];
  tf.dispose([x, y, slopes]);
  return times.map((time) => time && time / work);
}

/** Processor time of a call, as the mean over at least a fifth of a second. */
function secondsOf(run) {
  run();
  run();
  for (let count = 1; ; count *= 2) {
    const start = process.cpuUsage();
    for (let i = 0; i < count; i++) run();
    const { user, system } = process.cpuUsage(start);
    if (user + system > 200_000) return (user + system) / 1e6 / count;
  }
}

/** Numbers in [-2, 2). */
function drawn(shape, seed) {
  const random = createRandom(seed);
  return tf.tensor(
    Float32Array.from({ length: tf.util.sizeFromShape(shape) }, () => 4 * random.uniform() - 2),
    shape,
  );
}

function uniform(seed) {
  return tfl.initializers.randomUniform({ minval: -0.1, maxval: 0.1, seed });
}
