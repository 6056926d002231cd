/** Measures training, its gradients, start-up time and memory beside PyTorch. */
export const peers = [{ name: 'PyTorch', script: 'pytorch.py', packages: { torch: '2.13.0', numpy: '' } }];

/**
 * The measured cases, in the order of the table. A case names the measurement, the model and the sizes; both sides read it.
 *
 * A sample is the mean of `repeat` steps; a row has `samples` of them per peer, taken alternately.
 */
const perTwo = { repeat: 2, samples: 7 };
const perOne = { repeat: 1, samples: 7 };
const leNet5 = { model: 'leNet5', batch: 128 };
const vgg8 = { model: 'vgg8', batch: 32 };
const lstm = { model: 'lstm', batch: 32 };

export const timings = [
  { row: 'LeNet-5: Adam step', measurement: 'step', ...leNet5, repeat: 10, samples: 9 },
  { row: 'LeNet-5: gradient of the input', measurement: 'inputGradient', ...leNet5, repeat: 10, samples: 9 },
  { row: 'VGG8: Adam step', measurement: 'step', ...vgg8, repeat: 2, samples: 7 },
  { row: 'VGG8: gradient of the input', measurement: 'inputGradient', ...vgg8, repeat: 2, samples: 7 },
  { row: 'ResNet18: Adam step on 8', measurement: 'step', model: 'resNet18', batch: 8, ...perTwo },
  { row: 'ResNet18: Adam step on 32', measurement: 'step', model: 'resNet18', batch: 32, ...perOne },
  { row: 'ResNet18: gradient of 16 inputs', measurement: 'inputGradient', model: 'resNet18', batch: 16, ...perOne },
  { row: 'ResNet18: probabilities of 64', measurement: 'probabilities', model: 'resNet18', batch: 64, ...perOne },
  { row: 'PreActResNet18: Adam step on 8', measurement: 'step', model: 'preActResNet18', batch: 8, ...perTwo },
  {
    row: 'PreActResNet18: gradient of 16 inputs',
    ...{ measurement: 'inputGradient', model: 'preActResNet18', batch: 16, ...perOne },
  },
  {
    row: 'PreActResNet18: probabilities of 64',
    ...{ measurement: 'probabilities', model: 'preActResNet18', batch: 64, ...perOne },
  },
  { row: 'VGG16: Adam step on 8', measurement: 'step', model: 'vgg16', batch: 8, ...perTwo },
  { row: 'VGG16: gradient of 16 inputs', measurement: 'inputGradient', model: 'vgg16', batch: 16, ...perTwo },
  { row: 'VGG16: probabilities of 16', measurement: 'probabilities', model: 'vgg16', batch: 16, ...perTwo },
  { row: 'NiN: Adam step on 8', measurement: 'step', model: 'nin', batch: 8, ...perTwo },
  { row: 'NiN: gradient of 16 inputs', measurement: 'inputGradient', model: 'nin', batch: 16, ...perTwo },
  { row: 'NiN: probabilities of 16', measurement: 'probabilities', model: 'nin', batch: 16, ...perTwo },
  { row: 'LSTM of tokens: Adam step', measurement: 'step', model: 'tokenLstm', batch: 32, repeat: 2, samples: 7 },
  { row: 'LSTM: Adam step', measurement: 'step', ...lstm, repeat: 2, samples: 7 },
  { row: 'LSTM: gradient of the input', measurement: 'inputGradient', ...lstm, repeat: 2, samples: 7 },
  { row: 'GRU of texts: Adam step', measurement: 'step', model: 'gruOfTexts', batch: 32, ...perTwo },
  { row: 'LSTM of texts: Adam step', measurement: 'step', model: 'lstmOfTexts', batch: 32, ...perTwo },
  {
    row: 'LSTM of texts with a mask: Adam step',
    measurement: 'step',
    model: 'maskedLstmOfTexts',
    batch: 32,
    ...perTwo,
  },
  {
    row: 'LSTM of texts: probabilities of 256',
    ...{ measurement: 'probabilities', model: 'lstmOfTexts', batch: 256, ...perOne },
  },
  {
    row: 'bidirectional LSTM of texts: Adam step',
    ...{ measurement: 'step', model: 'bidirectionalLstmOfTexts', batch: 32, ...perTwo },
  },
  {
    row: 'LeNet-5: PGD-40 on 200 inputs',
    measurement: 'pgd',
    ...leNet5,
    inputs: 200,
    steps: 40,
    repeat: 1,
    samples: 5,
  },
  {
    row: 'LeNet-5: epoch of adversarial training on 2,000 inputs (PGD-40)',
    measurement: 'adversarialTraining',
    ...leNet5,
    inputs: 2000,
    steps: 40,
    repeat: 1,
    samples: 3,
  },
];

/** Cases with a new process per sample: the time from its start to its first product, and its memory after a few steps. */
export const processes = [
  { row: 'Start of the engine', samples: 5 },
  {
    row: 'LeNet-5: peak memory of training',
    steps: { measurement: 'step', ...leNet5, repeat: 20 },
    unit: 'bytes',
    samples: 1,
  },
  {
    row: 'VGG8: peak memory of training',
    steps: { measurement: 'step', ...vgg8, repeat: 3 },
    unit: 'bytes',
    samples: 1,
  },
  {
    row: 'ResNet18: peak memory of training',
    steps: { measurement: 'step', model: 'resNet18', batch: 8, repeat: 3 },
    unit: 'bytes',
    samples: 1,
  },
  {
    row: 'LeNet-5: peak memory of an epoch on all of MNIST',
    steps: { measurement: 'wholeMnist', ...leNet5 },
    unit: 'bytes',
    samples: 1,
  },
];
