import type { ZooNetwork } from '../contract.ts';
import { each, variants } from './variants.ts';

const config = (className: string, options: object) => ({ className, config: options });

const initialisers = [
  ...['Zeros', 'Ones'].map((name) => config(name, {})),
  config('Constant', { value: 0.3 }),
  config('RandomUniform', { minval: -0.5, maxval: 0.5, seed: 3 }),
  config('RandomNormal', { mean: 0, stddev: 0.4, seed: 3 }),
  config('TruncatedNormal', { mean: 0, stddev: 0.4, seed: 3 }),
  config('VarianceScaling', { scale: 1, mode: 'fanAvg', distribution: 'normal', seed: 3 }),
  ...['GlorotUniform', 'GlorotNormal', 'HeNormal', 'HeUniform', 'LeCunNormal', 'LeCunUniform'].map((name) =>
    config(name, { seed: 3 }),
  ),
  config('Orthogonal', { gain: 1, seed: 3 }),
];
const constraints = [
  config('MaxNorm', { maxValue: 0.5, axis: 0 }),
  config('UnitNorm', { axis: 0 }),
  config('NonNeg', {}),
  config('MinMaxNorm', { minValue: 0.2, maxValue: 0.6, rate: 1, axis: 0 }),
];
const regularisers = [config('L1L2', { l1: 0.01, l2: 0.02 }), config('L1L2', { l1: 0, l2: 10 })];

const flat = [['flatten']] as const;
const behind = [['dense', { units: 4, kernelInitializer: config('GlorotUniform', { seed: 2 }) }]] as const;

/** Initialisers, which keep the weights that they draw, constraints and regularisers. */
export const weights: readonly ZooNetwork[] = [
  ...variants(
    'dense',
    { itemShape: [5], keepsWeights: true, head: 'none', after: behind, label: 'dense' },
    { units: 4, biasInitializer: 'ones' },
    each('kernelInitializer', initialisers),
  ),
  ...variants(
    'dense',
    { itemShape: [4], keepsWeights: true, head: 'none', after: behind, label: 'dense' },
    { units: 4 },
    each('kernelInitializer', [config('Identity', { gain: 0.5 })]),
  ),
  ...variants(
    'conv2d',
    { itemShape: [4, 4, 2], keepsWeights: true, head: 'none', after: [...flat, ...behind] },
    { filters: 3, kernelSize: 2 },
    each('kernelInitializer', initialisers.slice(3, 10)),
  ),
  ...variants(
    'lstm',
    { itemShape: [3, 4], keepsWeights: true, head: 'none', after: behind },
    { units: 3, kernelInitializer: config('HeNormal', { seed: 4 }) },
    each('recurrentInitializer', initialisers.slice(3, 8).concat(initialisers.slice(-1))),
  ),
  ...variants('dense', { itemShape: [5] }, { units: 4 }, [
    ...each('kernelConstraint', constraints),
    ...each('biasConstraint', [constraints[2]]),
    ...each('kernelRegularizer', regularisers),
    ...each('biasRegularizer', regularisers.slice(0, 1)),
  ]),
  ...variants('conv2d', { itemShape: [4, 4, 2] }, { filters: 3, kernelSize: 2 }, [
    ...each('kernelConstraint', constraints),
    ...each('kernelRegularizer', regularisers),
  ]),
  ...variants('lstm', { itemShape: [3, 4] }, { units: 3 }, [
    ...each('recurrentConstraint', [constraints[0]]),
    ...each('recurrentRegularizer', [regularisers[0]]),
  ]),
  ...variants('batchNormalization', { itemShape: [4] }, {}, [
    ...each('gammaConstraint', [constraints[2]]),
    ...each('betaRegularizer', [regularisers[0]]),
  ]),
  ...variants('embedding', { itemShape: [5], inputs: 'ids' }, { inputDim: 7, outputDim: 3 }, [
    ...each('embeddingsConstraint', [constraints[0]]),
    ...each('embeddingsRegularizer', [regularisers[0]]),
  ]),
];
