import { signedCrossing } from '../boundaries/signed-crossing.ts';
import type { SignalParameters } from './contract.ts';
import { atOnce, distancesTo } from './crossings.ts';
import type { View } from './view.ts';

/** How far each input of the pool is moved by steps along the sign of the gradient until its class changes. */
export function bimDistances(view: View, options: SignalParameters['bimDistances']): Promise<Float64Array> {
  const indices = Int32Array.from(view.pool.keys());
  return distancesTo(view, indices, (inputs, onDone) =>
    signedCrossing(view.classifier, inputs, { ...options, atOnce: atOnce(view.split), onDone }),
  );
}
