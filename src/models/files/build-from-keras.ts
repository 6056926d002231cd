import { tf, tfl } from '../../engine/tensors.ts';
import { InvalidModelError } from '../../errors.ts';
import { cutMiddle } from '../../plain-text.ts';
import { topologyFromKeras } from './keras-topology.ts';
import { matchWeights } from './match-weights.ts';
import { describeWeights } from './weight-owners.ts';

/** Builds a model from Keras, whose weights can have other names than the layers. */
export async function buildFromKeras(
  path: string,
  { modelTopology, weightSpecs = [], weightData }: tf.io.ModelArtifacts & { modelTopology: object },
): Promise<tfl.LayersModel> {
  const specs = weightSpecs.filter(({ group }) => group !== 'optimizer');
  const model = await tfl.loadLayersModel(tf.io.fromMemory({ modelTopology: topologyFromKeras(path, modelTopology) }));
  const weights = matchWeights(model, specs);
  if (!weights) {
    const expected = describeWeights(model);
    model.dispose();
    throw new InvalidModelError(
      `The weights in ${path} do not fit its layers: ${cutMiddle(specs.map(({ name, shape }) => `${name} [${shape.join(', ')}]`).join('; '), 700)}.\n` +
        `Expected ${cutMiddle(expected, 700)}.\nConvert the model again with tensorflowjs_converter, from one file with topology and weights.`,
    );
  }
  const tensors = tf.io.decodeWeights(weightData as ArrayBuffer, weightSpecs);
  weights.forEach((weight, i) => weight.write(tensors[specs[i].name]));
  tf.dispose(tensors);
  return model;
}
