import type { Step, ZooNetwork } from '../contract.ts';

const hidden: readonly Step[] = [['dense', { units: 6, activation: 'relu' }]];
const logits: Step = ['dense', { units: 3 }];
const softmax: Step = ['dense', { units: 3, activation: 'softmax' }];

const ending = (name: string, steps: readonly Step[], probabilities: boolean): ZooNetwork => ({
  name,
  itemShape: [5],
  head: 'none',
  probabilities,
  layers: [...hidden, ...steps],
});

/** Networks by what follows their logits. */
export const outputs: readonly ZooNetwork[] = [
  ending('softmax layer at the end', [logits, ['softmax']], true),
  ending('softmax activation layer at the end', [logits, ['activation', { activation: 'softmax' }]], true),
  ending('softmax, reshape', [softmax, ['reshape', { targetShape: [3] }]], true),
  ending('softmax, linear activation', [softmax, ['activation', { activation: 'linear' }]], true),
  ending('softmax, rescaling by 1', [softmax, ['rescaling', { scale: 1 }]], true),
  ending('logits, dropout, softmax', [logits, ['dropout', { rate: 0.2 }], ['softmax']], true),
  ending('logits, reshape, softmax', [logits, ['reshape', { targetShape: [3] }], ['softmax']], true),
  ending('logits, linear activation', [logits, ['activation', { activation: 'linear' }]], false),
  ending('logits, batchNormalization', [logits, ['batchNormalization', {}]], false),
  ending('logits, batchNormalization, softmax', [logits, ['batchNormalization', {}], ['softmax']], true),
  ending('logits, logSoftmax', [logits, ['activation', { activation: 'logSoftmax' }]], false),
  ending('logits, leakyReLU', [logits, ['leakyReLU', {}]], false),
  {
    name: 'convolution as classifier',
    itemShape: [4, 4, 2],
    head: 'none',
    layers: [['conv2d', { filters: 3, kernelSize: 4 }], ['flatten']],
  },
  {
    name: 'global average pooling as classifier',
    itemShape: [4, 4, 2],
    head: 'none',
    probabilities: true,
    layers: [['conv2d', { filters: 3, kernelSize: 2 }], ['globalAveragePooling2d', {}], ['softmax']],
  },
  {
    name: 'softmax head behind convolution',
    itemShape: [5, 5, 1],
    head: 'softmax',
    layers: [['conv2d', { filters: 2, kernelSize: 3 }]],
  },
  { name: 'lstm as classifier', itemShape: [4, 3], head: 'none', layers: [['lstm', { units: 3 }]] },
  { name: 'two classes', itemShape: [4], head: 'none', layers: [['dense', { units: 2 }]] },
  { name: 'many classes', itemShape: [6], head: 'none', layers: [...hidden, ['dense', { units: 23 }]] },
];
