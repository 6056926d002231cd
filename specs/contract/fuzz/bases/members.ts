import type { AcquisitionFunction, Attack, TextAttack } from 'vitest-dnn';
import type { Subject } from '../subject.ts';

/** Valid arguments by method. */
type Methods = Readonly<Record<string, () => readonly unknown[] | Promise<readonly unknown[]>>>;

/** Valid arguments of the methods of a member of a family, or of what one returns; empty for anything else. */
export function memberBases(subject: Subject, owner: unknown): Methods {
  if (isAttack(owner)) return ofAttack(subject, owner);
  if (isTextAttack(owner)) return ofTextAttack(owner);
  if (isAcquisition(owner)) return ofAcquisition(subject, owner);
  return { with: () => [(owner as { options?: object }).options ?? {}] };
}

function ofAttack({ network, split, library, layers: { tf } }: Subject, attack: Attack): Methods {
  const x = () => tf.tensor(split.inputs, [split.size, ...split.itemShape]);
  const y = () => tf.tensor1d(split.labels, 'int32');
  return {
    with: () => [attack.options],
    run: () => [network, split, { epsilon: 0.1, seed: 1, batchSize: 4, dropBroken: true, progress: () => {} }],
    craft: () => [{ classifier: network, x: x(), y: y(), epsilon: 0.1, random: library.createRandom(1) }],
    parameters: () => [0.1, [0, 1]],
    warnings: () => [0.1],
    restarts: () => [3],
    forInputs: () => [[0, 1]],
  };
}

function ofTextAttack(attack: TextAttack): Methods {
  const epsilon = attack.norm === 'words' ? 0.5 : 2;
  return {
    with: () => [attack.options],
    run: () => [
      asked(),
      { texts: ['a good film', 'a bad film'], labels: [1, 0] },
      { epsilon, seed: 1, batchSize: 4, items: [0], progress: () => {} },
    ],
    parameters: () => [epsilon],
  };
}

/** A model of texts. */
export const asked = () => ({
  name: 'asked',
  classes: 2,
  unknownWord: 'unknown',
  predict: (texts: readonly string[]) => texts.map((text) => (text.includes('good') ? [0.2, 0.8] : [0.7, 0.3])),
});

function ofAcquisition({ library, signalsFor }: Subject, acquisition: AcquisitionFunction): Methods {
  return {
    with: () => [acquisition.options],
    select: async () => [await signalsFor(acquisition), 2, library.createRandom(1)],
    scores: async () => [await signalsFor(acquisition)],
  };
}

const isAttack = (value: unknown): value is Attack => typeof (value as Partial<Attack>).craft === 'function';
const isTextAttack = (value: unknown): value is TextAttack =>
  ['words', 'edits'].includes(String((value as Partial<TextAttack>).norm));
const isAcquisition = (value: unknown): value is AcquisitionFunction =>
  typeof (value as Partial<AcquisitionFunction>).select === 'function';

/** Returns a member that works fast with its default options, or a faster one in place of one that does not. */
export function quick({ library }: Subject, owner: unknown): unknown {
  if (owner === library.carliniWagner) return library.carliniWagner.with({ steps: 3, searches: 2 });
  if (owner === library.pwws) return library.pwws.with({ synonyms: { good: ['fine'], film: ['movie'] } });
  if (owner === library.autoAttack) return library.autoAttack.with({ steps: 2, queries: 3 });
  return owner;
}

/** Things that functions of the package return, whose methods users call. */
export function results({ library, network, split, dataset, train }: Subject): Readonly<Record<string, () => object>> {
  const { prune, quantize, standardTraining, createRandom, multilayerPerceptron } = library;
  const architecture = multilayerPerceptron.with({ hidden: [4] });
  return {
    'classifier()': () => network.clone(),
    'createRandom()': () => createRandom(1),
    'quantize()': () => quantize(8),
    'quantize.int8()': () => quantize.int8({ calibration: split }),
    'prune()': () => prune(0.5, { finetune: { epochs: 1 } }),
    'pruneNeurons()': () => library.pruneNeurons(0.25, split),
    'compress()': () => library.compress(prune(0.5), quantize(8)),
    'standardTraining()': () => standardTraining({ epochs: 1 }),
    'adversarialTraining()': () => library.adversarialTraining(library.fgsm, 0.1, { epochs: 1 }),
    'trained()': () => ({
      fixture: library.trained({ dataset, architecture, training: standardTraining({ epochs: 1 }), cache: false }),
    }),
    'dataset()': () => ({ dataset, train }),
  };
}

/** Valid arguments of the methods of these results. */
export function resultBases({ network, split, train, library, layers: { tf } }: Subject): Methods {
  const { createRandom } = library;
  const one = () => [split];
  return {
    compress: () => [network, { seed: 1, train: () => train }],
    fit: () => [
      network.clone(),
      train,
      { random: createRandom(1), validation: split, progress: () => {}, afterStep: () => {} },
    ],
    predict: () => [split.inputs, split.size],
    ...{ probabilities: one, features: one, outputs: one, predictions: one },
    logits: () => [tf.tensor(split.inputs, [split.size, ...split.itemShape]), {}],
    clone: () => ['copy'],
    save: () => ['saved'],
    dispose: () => [],
    fixture: () => [{}, { onCleanup: () => {} }],
  };
}
