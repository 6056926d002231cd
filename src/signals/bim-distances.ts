import { signedCrossing } from '../boundaries/signed-crossing.ts';
import { unitOfLength } from '../norms/unit.ts';
import type { SignalParameters } from './contract.ts';
import { atOnce, distancesTo } from './crossings.ts';
import type { View } from './view.ts';

/** Returns the L2 distance that each pool input moves along the sign of the gradient until its class changes, [pool]. */
export function bimDistances(view: View, { step, steps }: SignalParameters['bimDistances']): Promise<Float64Array> {
  const { classifier } = view;
  const options = { step: step ?? 0.05 * unitOfLength(classifier.inputRange), steps, atOnce: atOnce(view) };
  const indices = Int32Array.from(view.pool.keys());
  return distancesTo(view, indices, (network, inputs, onDone) =>
    signedCrossing(network, inputs, { ...options, onDone }),
  );
}
