import { tfl, type LayersModel } from '../tensors.ts';

type Source = LayersModel['layers'][number] & { readonly stateful?: boolean };

/** A model with the methods that run its layers one after another. */
interface Running {
  call: (...given: unknown[]) => unknown;
  predictLoop: (...given: unknown[]) => unknown;
}

const sources = new WeakMap<object, readonly Source[]>();

let corrected = false;

/**
 * Keeps values that a layer reads twice, as x · x does, until the end of the pass. TensorFlow.js 4.22 counts such a layer once when it
 * adds up who reads a value, and twice when it runs, so the value is freed before its last reader: "Tensor is disposed". It never
 * frees values of layers with a state, so their sources count as such during the pass.
 */
export function correctRepeatedInputs(): void {
  if (corrected) return;
  corrected = true;
  const prototype = tfl.LayersModel.prototype as unknown as Running;
  for (const method of ['call', 'predictLoop'] as const) {
    const stock = prototype[method];
    prototype[method] = function (this: LayersModel, ...given) {
      const kept = sourcesOf(this).filter(({ stateful }) => !stateful);
      for (const source of kept) Object.defineProperty(source, 'stateful', { value: true, configurable: true });
      try {
        return stock.apply(this as never, given);
      } finally {
        for (const source of kept) Reflect.deleteProperty(source, 'stateful'); // that of the class remains
      }
    };
  }
}

/** The layers whose outputs another layer reads twice. Recurrent layers, which would keep their state, are left out. */
function sourcesOf(model: LayersModel): readonly Source[] {
  const known = sources.get(model);
  if (known) return known;
  const found = new Set<Source>();
  for (const { inboundNodes } of model.layers)
    for (const { inputTensors } of inboundNodes)
      inputTensors.forEach((tensor, i) => {
        const isRepeated = inputTensors.indexOf(tensor) !== i;
        if (isRepeated && !(tensor.sourceLayer instanceof tfl.RNN)) found.add(tensor.sourceLayer);
      });
  const list = [...found];
  sources.set(model, list);
  return list;
}
