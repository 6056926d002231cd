/** Times every acquisition function on one pool, including its signals, beside DeepAL+'s algorithm or an equivalent in PyTorch. */
import { acquisitionFunctions } from '../../dist/src/acquisition/index.js';
import { prepareModel } from './model.mjs';

export const peers = [
  {
    name: 'PyTorch',
    script: 'peer/pytorch.py',
    packages: { torch: '2.13.0', numpy: '', scipy: '', 'scikit-learn': '' },
  },
];

/** Folder with the data and the trained network, read by both sides. */
const folder = await prepareModel(20_000);

const usual = { folder, poolStart: 10_000, pool: 10_000, labelled: 500, count: 500, samples: 1 };

/** Surprise as measured by Kim et al.: the reference is the training set, here all of it except the pool. */
const trainingSet = { folder: await prepareModel(60_000), poolStart: 50_000, labelled: 50_000, peerImages: 1000 };

/** Draws take ten times as long as a prediction, so fewer images are used. */
const draws = { pool: 2000, count: 500, samples: 1 };

const thousand = { options: { candidates: 1000 }, peerImages: 50 };

/** DeepAL+'s DeepFool steps to the last class; with this option the peer steps to the nearest one. */
const nearest = { peerOptions: { nearest: true }, peerImages: 50 };

/** The query timed in the seed paper. */
const query = { pool: 800, labelled: 100, count: 10 };

/**
 * Changes from the usual case. `peerImages` is the number of images on which a peer that takes one image at a time is measured; its
 * time is scaled to all images. `given` excludes the forward passes from the time.
 */
const cases = {
  randomSampling: { samples: 31 },
  maxEntropy: { samples: 3 },
  margin: { samples: 3 },
  leastConfidence: { samples: 3 },
  deepGini: { samples: 3 },
  marginRatio: { samples: 3 },
  mcp: { samples: 3 },
  dre: { samples: 3 },
  ceal: { samples: 3 },
  neuronCoverage: { samples: 5 },
  kMultisectionNeuronCoverage: { samples: 5 },
  distanceSurprise: { labelled: 2000, samples: 3 },
  likelihoodSurprise: { labelled: 2000, samples: 3 },
  bald: draws,
  variationRatio: draws,
  dropoutEntropy: draws,
  dropoutMargin: draws,
  dropoutLeastConfidence: draws,
  meanStd: draws,
  expectedGradientLength: { pool: 2000, peerImages: 100, samples: 3 },
  dfal: { ...thousand, note: '1,000 candidates' },
  adversarialBim: { pool: 1000, count: 100, peerImages: 100, samples: 5 },
};

export const timings = [
  ...Object.keys(acquisitionFunctions).map((acquisition) => timing(acquisition, cases[acquisition])),
  timing('coreSet', { options: { pca: 32 }, samples: 3, note: '32 components' }),
  timing('dfal', { ...thousand, ...nearest, note: '1,000 candidates, to the nearest class' }),
  timing('distanceSurprise', { labelled: 10_000 }),
  timing('likelihoodSurprise', { labelled: 10_000 }),
  timing('distanceSurprise', { labelled: 2000, given: true, samples: 3, note: 'without forward passes' }),
  timing('likelihoodSurprise', { labelled: 2000, given: true, samples: 5, note: 'without forward passes' }),
  timing('likelihoodSurprise', { labelled: 10_000, given: true, samples: 3, note: 'without forward passes' }),
  timing('distanceSurprise', trainingSet),
  timing('likelihoodSurprise', trainingSet),
  timing('dfal', { ...query, ...nearest, options: { candidates: 800 }, note: 'all of 800' }),
  timing('coreSet', { ...query, samples: 9, note: 'the same query' }),
];

function timing(acquisition, changes = {}) {
  const { note, ...asked } = { ...usual, ...changes };
  const { pool, labelled, count } = asked;
  const differs = pool !== usual.pool || count !== usual.count;
  const details = [
    note,
    differs && `${count} of ${pool}`,
    labelled !== usual.labelled && `${labelled} labelled`,
  ].filter(Boolean);
  const row = [acquisition, ...details].join(', ');
  return { row, measurement: 'select', acquisition, inputs: pool, ...asked };
}
