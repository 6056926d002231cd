import { leNet5 } from '../../../dist/src/architectures/index.js';
import { lstm, tokenLstm } from './lstm.mjs';
import { vgg8 } from './vgg8.mjs';

/** The networks by the name that the cases use; each is built anew, with seeded weights. */
export const models = {
  leNet5: () => leNet5({ itemShape: [28, 28, 1], classes: 10, seed: 1 }),
  vgg8,
  tokenLstm,
  lstm,
};
