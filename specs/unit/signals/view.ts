import type { View } from '../../../src/signals/index.ts';
import { networkOf } from '../../../src/models/network/network-of.ts';
import { subset } from '../../../src/splits/index.ts';
import { multilayerPerceptron } from '../../../src/architectures/index.ts';
import { createRandom } from '../../../src/random/index.ts';
import { clusters } from '../active-learning/clusters.ts';

/** Returns a view of a small untrained network and a pool drawn from three clusters, with 20 labelled inputs. */
export function viewOf({ train = 120, pool = 100 } = {}): View {
  const { train: split } = clusters({ train });
  const order = createRandom(1).sample(train, train);
  return {
    classifier: networkOf(multilayerPerceptron.with({ hidden: [7, 5] })({ itemShape: [2], classes: 3, seed: 1 })),
    split,
    pool: order.slice(20, 20 + pool),
    labelled: subset(split, order.slice(0, 20)),
    stage: 2,
    count: 10,
    random: createRandom(2),
  };
}
