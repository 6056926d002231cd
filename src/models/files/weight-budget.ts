import { AsyncLocalStorage } from 'node:async_hooks';
import { tfl } from '../../engine/tensors.ts';
import { InvalidModelError } from '../../errors.ts';
import type { Layer } from '../network/layers.ts';

/** Values that the layers of the model that is being built may still hold. */
const budget = new AsyncLocalStorage<{ left: number }>();
let watches = false;

/**
 * Builds a model whose layers may hold a number of values. Layers take memory by the sizes in the topology before its weights are
 * compared with the files, so a wrong size could take all of it.
 *
 * @throws InvalidModelError if the layers need more
 */
export function withinBudget<T>(values: number, build: () => Promise<T>): Promise<T> {
  watch();
  return budget.run({ left: values }, build);
}

function watch(): void {
  if (watches) return;
  watches = true;
  const prototype = tfl.layers.Layer.prototype as unknown as { addWeight: (...parameters: never[]) => unknown };
  const stock = prototype.addWeight;
  prototype.addWeight = function (this: Layer, ...parameters: never[]) {
    const room = budget.getStore();
    const [name, shape] = parameters as unknown as [string, readonly number[]];
    if (room && !((room.left -= shape.reduce((product, size) => product * size, 1)) >= 0)) {
      throw new InvalidModelError(
        `The weight "${name}" of the layer "${this.name}" has the shape [${shape.join(', ')}].\n` +
          'Expected at most as many values as the weight files of the model hold.\nRestore model.json, or save or convert the model again.',
      );
    }
    return stock.apply(this, parameters);
  };
}
