import { InvalidModelError } from '../../errors.ts';
import { show } from '../../show.ts';
import { tfl } from '../tensors.ts';

let corrected = false;

/**
 * Refuses layers and symbols of another copy of TensorFlow.js where they enter a network. Two copies do not know each other, so
 * TensorFlow.js fails later, or with an error about something else.
 */
export function refuseForeignLayers(): void {
  if (corrected) return;
  corrected = true;
  const sequential = tfl.Sequential.prototype;
  const { add } = sequential;
  sequential.add = function (layer) {
    if (!(layer instanceof tfl.layers.Layer)) throw refused(`The model "${this.name}"`, layer);
    add.call(this, layer);
  };
  const base = tfl.layers.Layer.prototype;
  const { apply } = base;
  base.apply = function (inputs, kwargs) {
    assertOwnSymbols(`The layer "${this.name}"`, inputs);
    return apply.call(this, inputs, kwargs);
  };
}

/** @throws InvalidModelError if one of the values is the output of a layer of another copy of TensorFlow.js */
export function assertOwnSymbols(receiver: string, values: unknown): void {
  for (const value of Array.isArray(values) ? values : [values]) {
    if (isSymbol(value) && !(value instanceof tfl.SymbolicTensor)) throw refused(receiver, value.sourceLayer);
  }
}

function refused(receiver: string, part: unknown): InvalidModelError {
  if (!isLayer(part)) {
    return new InvalidModelError(
      `${receiver} receives ${show(part)}.\nExpected a layer.\nPass a layer of "vitest-dnn/layers", such as layers.dense({ units: 10 }).`,
    );
  }
  return new InvalidModelError(
    `${receiver} receives the layer "${part.name}" (${part.getClassName()}) of another copy of TensorFlow.js than the one that vitest-dnn computes with.\n` +
      'Expected layers of the copy of this package.\n' +
      'Import layers, sequential, model and input from "vitest-dnn/layers" instead of "@tensorflow/…".',
  );
}

function isLayer(value: unknown): value is { readonly name: string; getClassName(): string } {
  return typeof (value as { getClassName?: unknown } | undefined)?.getClassName === 'function';
}

function isSymbol(value: unknown): value is { readonly sourceLayer: unknown } {
  return isLayer((value as { sourceLayer?: unknown } | undefined)?.sourceLayer);
}
