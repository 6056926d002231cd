import { leNet5 } from '../../../dist/src/architectures/index.js';
import { lstm, tokenLstm } from './lstm.mjs';
import { nin } from './nin.mjs';
import { preActResNet18, resNet18 } from './res-net18.mjs';
import { texts } from './texts.mjs';
import { vgg16 } from './vgg16.mjs';
import { vgg8 } from './vgg8.mjs';

/** Builders of the networks, by the name used in cases; each call builds a new network with seeded weights. */
export const models = {
  leNet5: () => leNet5({ itemShape: [28, 28, 1], classes: 10, seed: 1 }),
  vgg8,
  resNet18,
  preActResNet18,
  vgg16,
  nin,
  tokenLstm,
  lstm,
  ...texts,
};
