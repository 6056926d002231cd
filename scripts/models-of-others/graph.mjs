import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tf } from '../../dist/src/engine/tensors.js';

/** Largest relative difference of outputs, and of gradients. */
const [mostOutput, mostSlope] = [1e-4, 1e-3];

/**
 * Compares a network with what TensorFlow.js itself computes of its graph model: probabilities, and the gradients of their logarithms.
 *
 * @returns what differs too much
 */
export async function compareGraph(name, network, folder, { loadGraphModel }) {
  const shape = [2, ...network.itemShape];
  let state = 1; // noise, on which no probability is so near to 1 that its logarithm is lost
  const noise = () => (state = (state * 16807) % 2147483647) / 2147483647;
  const x = tf.tensor(Float32Array.from({ length: tf.util.sizeFromShape(shape) }, noise), shape);
  const json = JSON.parse(readFileSync(join(folder, 'model.json'), 'utf8'));
  const paths = json.weightsManifest.flatMap(({ paths: own }) => own);
  const weightData = Uint8Array.from(Buffer.concat(paths.map((path) => readFileSync(join(folder, path))))).buffer;
  const weightSpecs = json.weightsManifest.flatMap(({ weights }) => weights);
  const graph = await loadGraphModel(tf.io.fromMemory({ ...json, weightSpecs, weightData }));
  const expected = tf.tidy(() => graph.predict(x)).dataSync();
  const output = tf.tidy(() => tf.softmax(network.logits(x))).dataSync();
  const difference = Math.max(
    ...Array.from(output, (value, i) => Math.abs(value - expected[i]) / Math.abs(expected[i])),
  );

  const weighted = (logarithms) => tf.sum(tf.mul(logarithms, tf.range(1, network.classes + 1)));
  const slopeOf = (logarithms) => tf.tidy(() => tf.grad((at) => weighted(logarithms(at)))(x));
  const [own, theirs] = [
    slopeOf((at) => tf.logSoftmax(network.logits(at))),
    slopeOf((at) => tf.log(graph.predict(at))),
  ];
  const [error] = tf.tidy(() => tf.div(tf.norm(tf.sub(own, theirs)), tf.norm(theirs))).dataSync();
  console.log(
    `${name}: probabilities differ from those of TensorFlow.js by ${difference.toExponential(1)}, gradients by ${error.toExponential(1)}, relative to their size`,
  );
  graph.dispose();
  tf.dispose([x, own, theirs]);
  return [
    ...(difference > mostOutput ? [`${name}: probabilities`] : []),
    ...(error > mostSlope ? [`${name}: gradient`] : []),
  ];
}
