import type { Subject } from '../subject.ts';
import { asked } from './members.ts';

/** Valid arguments by the name of the target. */
export type Bases = Readonly<Record<string, () => readonly unknown[] | Promise<readonly unknown[]>>>;

/** Valid arguments of the functions that specs import. */
export function libraryBases(subject: Subject): Bases {
  const { network, split, train, dataset, predictor, layers } = subject;
  const { attacks, architectures, trainings, dre, quantize, prune, standardTraining, maxEntropy, createRandom } =
    subject.library;
  const { fgsm, pgd } = attacks;
  const sized = { epsilon: 0.1, seed: 1 };
  const sample = { ...sized, limit: 4 };
  const architecture = architectures.multilayerPerceptron.with({ hidden: [4] });
  const training = standardTraining({ epochs: 1, batchSize: 8 });
  const options = { epochs: 1, batchSize: 8, learningRate: 0.01 };
  const stopping = { ...options, earlyStopping: { patience: 1, minDelta: 0, restoreBest: true, heldOut: 0.3 } };
  const run = { dataset, architecture, acquisition: maxEntropy, initial: 4, query: 2, stages: 1, training };
  const more = { initialTraining: training, update: 'continue', robustness: { attack: fgsm, epsilon: 0.1, limit: 3 } };
  const learning = {
    ...run,
    ...more,
    seed: 1,
    cache: false,
    oracle: (at: Int32Array) => at.map((i) => train.labels[i]),
    progress: () => {},
  };
  const { progress, ...learned } = learning;
  const compressed = () => quantize(8).compress(network);
  const probabilities = { data: Float32Array.of(0.2, 0.8, 0.5, 0.5, 0.9, 0.1), rows: 3, columns: 2 };
  const dense = () =>
    layers.layers.dense({ units: 3, inputShape: [4], kernelInitializer: layers.initializers.heUniform({ seed: 1 }) });
  const finetune = { epochs: 1, batchSize: 8, learningRate: 0.01 };
  const curve = { epsilons: [0.05, 0.1], seed: 1, limit: 4 };
  const encoding = { length: 4, vocabularySize: 10, padding: 'before', mask: true };
  const texts = { ...encoding, folder: 'tsv', name: 'news' };
  const rows = { classNames: ['good', 'bad'], firstLabel: 0, limit: 5, train: 'train.csv', test: 'test.csv' };
  const clever = { samples: 4, batches: 5, limit: 2, radius: 0.5, norm: 'l2', seed: 1 };

  return {
    activeLearning: () => [{ ...learned, name: 'learned' }],
    adversarialTraining: () => [pgd.with({ steps: 2 }), 0.1, { ...stopping, warmup: 1 }],
    attackSuccessTable: () => [
      [network, predictor()],
      split,
      [{ attack: subject.library.square.with({ queries: 3 }), epsilon: 0.1 }],
      { seed: 1, limit: 4 },
    ],
    cifarBinary: () => [{ folder: 'cifar', name: 'planes', classNames: ['plane', 'car'] }],
    classifier: () => [layers.sequential({ layers: [dense()] }), { name: 'linear', inputRange: [0, 1] }],
    cleverScore: () => [network, split, clever],
    clusterByKMeans: () => [
      { data: Float32Array.of(0, 0, 1, 1, 5, 5), rows: 3, columns: 2 },
      2,
      { seed: 1, weights: Float64Array.of(1, 1, 2), rounds: 3, tolerance: 0.1, progress },
    ],
    compress: () => [prune(0.5), quantize(8)],
    createRandom: () => [1],
    'datasets.stored': () => [{ folder: 'stored' }],
    defineAcquisition: () => [
      {
        name: 'own',
        needs: ['probabilities'],
        defaults: { power: 2 },
        leastLabelled: 0,
        limits: {},
        score: ({ size }: { size: number }) => new Float64Array(size),
      },
    ],
    defineAttack: () => [
      {
        name: 'own',
        norm: 'linf',
        access: 'black-box',
        minimal: false,
        defaults: { power: 2 },
        perturb: ({ x }: { x: unknown }) => x,
        restarts: () => 1,
      },
    ],
    defineTextAttack: () => [
      {
        name: 'own',
        norm: 'words',
        defaults: { power: 2 },
        limits: {},
        prepare: () => 1,
        constraints: () => [],
        search: function* ({ draft }: { draft: { text: string } }) {
          yield [draft.text];
          return draft;
        },
      },
    ],
    summaryOf: async () => [
      await subject.library.deepWordBug.run(asked(), { texts: ['a good film'], labels: [1] }, { epsilon: 1, seed: 1 }),
      [0],
    ],
    defineCompression: () => [{ name: 'own()', options: {}, layers: ['dense'], compressWeight: () => undefined }],
    ensemble: () => [3],
    entropyBias: () => [probabilities, Int32Array.of(0, 2)],
    evaluateAccuracy: () => [predictor(), split, { seed: 1 }],
    evaluateCalibration: () => [network, split, { seed: 1, bins: 5, confidence: 0.9 }],
    findLabelIssues: () => [
      { data: Float32Array.from({ length: 2 * split.size }, () => 0.5), rows: split.size, columns: 2 },
      { ...split, labels: split.labels.map((label) => label % 2) },
      { filterBy: 'both', rankBy: 'normalizedMargin', folds: 2, training, seed: 1, progress },
    ],
    evaluateLatency: () => [predictor(), split, { percentile: 50, batch: 2, calls: 8 }],
    evaluateCompressedRobustness: () => [network, split, quantize(8), fgsm, { ...sample, train: () => train }],
    evaluateCompression: () => [network, split, prune(0.5, { finetune }), { seed: 1, train: () => train }],
    evaluateCompressions: () => [network, split, [prune(0.5), quantize(8)], { seed: 1, train: () => train }],
    evaluateRobustness: () => [
      network,
      split,
      fgsm,
      { ...sample, batchSize: 2, dropBroken: true, keepAdversarial: true, diagnose: true },
    ],
    evaluateRobustnessCurve: () => [network, split, fgsm, curve],
    fingerprint: () => [{ ...split, ids: ['a', 'b', 'c', 'd', 'e', 'f'] }],
    csv: () => [{ ...texts, ...rows, header: false, label: 0, text: [1, 2], firstLabel: 1, delimiter: ',' }],
    imageFolder: () => [
      {
        folder: 'pictures',
        name: 'pets',
        classNames: ['cat', 'dog'],
        size: [2, 3],
        channels: 1,
        skipDamaged: true,
        progress,
      },
    ],
    subsample: () => [dataset, 0.5, { seed: 1 }],
    imbalanced: () => [dataset, [1, 0.5, 0.5], { seed: 1 }],
    cifar100: () => [{ labels: 'coarse' }],
    emnist: () => [{ division: 'letters', folder: 'emnist' }],
    tinyImageNet: () => [{ folder: 'tiny-imagenet-200', skipDamaged: true }],
    quickDraw: () => [{ folder: 'quick-draw', classes: ['cat', 'dog'], limit: 5 }],
    saveSplit: () => [split, 'saved', { format: 'parquet', classNames: ['a', 'b', 'c'], featureNames: ['x', 'y'] }],
    parquet: () => [
      { ...encoding, folder: 'tables', inputs: ['text'], label: 'label', firstLabel: 0, size: [2, 3], train: 'train' },
    ],
    npy: () => [
      { folder: 'arrays', name: 'digits', classNames: ['0', '1'], firstLabel: 0, kind: 'image', layout: 'nhwc' },
    ],
    npz: () => [{ file: 'arrays/digits.npz', divideBy: 255, trainInputs: 'x_train' }],
    jsonl: () => [{ ...texts, ...rows, label: 'label', text: ['text'], train: 'train.jsonl', test: 'test.jsonl' }],
    textFolder: () => [{ ...texts, classNames: ['good', 'bad'] }],
    yahooAnswers: () => [{ ...encoding, folder: 'tsv', limit: 2 }],
    ...Object.fromEntries(
      ['imdb', 'tagMyNews', 'agNews'].map((name) => [name, () => [{ ...encoding, folder: 'tsv' }]]),
    ),
    textEncoder: () => [{ ...encoding, texts: ['good news', 'bad news'] }],
    headlines: () => [{ ...encoding, train: 8, test: 4, seed: 1 }],
    headlineSynonyms: () => ['company', 'noun'],
    glyphs: () => [{ train: 10, test: 10, seed: 1 }],
    identifyRun: () => [learning],
    idx: () => [
      { folder: 'idx', name: 'digits', classNames: ['0', '1'], kind: 'image', trainImages: 'train-images-idx3-ubyte' },
    ],
    itemSize: () => [{ itemShape: [2, 2, 1] }],
    largestEpsilon: () => ['l2', { inputRange: [0, 1], itemShape: [2, 2, 1] }],
    leNet1: () => [{ itemShape: [28, 28, 1], classes: 3, seed: 1 }],
    leNet5: () => [{ itemShape: [28, 28, 1], classes: 3, seed: 1 }],
    loadClassifier: () => ['model', { name: 'loaded', inputRange: [0, 1] }],
    multilayerPerceptron: () => [{ itemShape: [2, 2, 1], classes: 3, seed: 1 }],
    networkOf: () => [network],
    onnxPredictor: () => [
      'model.onnx',
      {
        runtime: 'onnxruntime-node',
        input: 'x',
        output: 'y',
        shape: [4],
        channels: 'last',
        normalize: { mean: [0], std: [1] },
        batch: 2,
        name: 'own',
        classes: 3,
        inputRange: [0, 1],
      },
    ],
    openDataset: () => [{ reader: 'glyphs', options: { train: 10, test: 10, seed: 1 } }],
    openStored: () => [{ folder: 'stored' }],
    pretrained: () => ['model', { dataset, cache: false, name: 'loaded', inputRange: [0, 1] }],
    prune: () => [0.5, { scope: 'layer', layers: ['dense'], finetune }],
    'prune.structured': () => [0.5, { finetune }],
    pruneNeurons: () => [0.25, split, { keepShape: true, finetune }],
    'pruneNeurons.units': () => [{ dense: [0] }, { keepShape: true }],
    quantize: () => [8, { scheme: 'linear', granularity: 'channel', biases: true, layers: ['dense'] }],
    'quantize.int8': () => [{ calibration: split }],
    retrain: () => [network, { train, selected: split, attack: fgsm, ...sized, ...options, progress }],
    runActiveLearning: () => [learning],
    saveCompressed: () => [compressed(), 'compressed'],
    selectForRetraining: () => [network, split, { acquisition: dre, budget: 2, seed: 1, labelled: train, progress }],
    selectionBias: () => [probabilities, Int32Array.of(0, 2), Int32Array.of(0, 1, 0)],
    selectionOf: () => [Int32Array.of(0, 1)],
    service: () => [
      'http://127.0.0.1:9/v2/models/own',
      {
        protocol: 'v2',
        input: 'x',
        output: 'scores',
        datatype: 'FP32',
        shape: [4],
        batch: 2,
        concurrency: 2,
        retries: 0,
        timeout: 50,
        headers: { authorization: 'Bearer a' },
        name: 'own',
        classes: 3,
        inputRange: [0, 1],
      },
    ],
    signalsOf: () => [
      network,
      split,
      { needs: { probabilities: {}, features: { slopes: true } }, labelled: train, seed: 1, progress },
    ],
    split: () => [split.inputs, split.labels, { itemShape: [2, 2, 1], ids: ['a', 'b', 'c', 'd', 'e', 'f'] }],
    standardTraining: () => [stopping],
    'standardTraining.fromOptions': () => [training.options, () => fgsm],
    'adversarialTraining.fromOptions': () => [trainings.adversarialTraining(fgsm, 0.1, options).options, () => fgsm],
    startEngine: () => ['wasm'],
    storeDataset: () => [dataset, 'copy'],
    subset: () => [{ ...split, ids: ['a', 'b', 'c', 'd', 'e', 'f'] }, Int32Array.of(0, 5, 0)],
    trained: () => [{ dataset, architecture, training, name: 'trained', seed: 1, cache: false }],
    tsv: () => [texts],
    validateDataset: () => [
      { ...dataset, featureNames: ['grey'], whole: { train: 12, test: 6 }, source: { reader: 'glyphs', options: {} } },
    ],
    validateSplit: () => [{ ...split, ids: ['a', 'b', 'c', 'd', 'e', 'f'] }, 3, 'the split'],
    weightsHash: () => [network],
    ...Object.fromEntries(['mnist', 'fashionMnist', 'cifar10'].map((name) => [name, () => [{ progress }]])),
    ...randomBases(createRandom(1)),
  };
}

/** Valid arguments of the methods of a generator. */
function randomBases(random: object): Bases {
  const args: Readonly<Record<string, readonly unknown[]>> = {
    integer: [5],
    shuffle: [[1, 2, 3]],
    sample: [5, 2],
    fork: ['a', 1],
  };
  return Object.fromEntries(
    Object.keys(random).map((method) => [`createRandom().${method}`, () => args[method] ?? []]),
  );
}
