import { types } from 'node:util';
import { InvalidDataError, NumericalError } from '../errors.ts';
import { isObject } from '../options.ts';
import { show } from '../show.ts';
import type { Matrix } from './matrix.ts';

/** Numbers in memory: a typed array. */
export type TypedNumbers = Float32Array | Float64Array | Int32Array | Uint8Array;

/** Whether a value is a typed array of numbers, not of BigInts, and no proxy of one. */
export const isNumbers = (value: unknown): value is TypedNumbers =>
  types.isTypedArray(value) && !types.isBigInt64Array(value) && !types.isBigUint64Array(value);

/**
 * Checks that a value is a matrix: its data holds rows × columns numbers. Nothing may be allocated by its sizes before.
 *
 * @param what - the name of the matrix in errors
 * @throws InvalidDataError if it is not
 */
export function checkShape(what: string, matrix: unknown): asserts matrix is Matrix {
  const { data, rows, columns } = (isObject(matrix) ? matrix : {}) as Readonly<Record<keyof Matrix, unknown>>;
  const areSizes = [rows, columns].every((size) => Number.isSafeInteger(size) && (size as number) >= 0);
  if (isNumbers(data) && areSizes && data.length === (rows as number) * (columns as number)) return;
  const received = isNumbers(data) ? `${data.length} values in ${show(rows)} rows of ${show(columns)}` : show(matrix);
  throw new InvalidDataError(
    `${what} is ${received}.\nExpected { data, rows, columns }, a typed array of rows × columns numbers.\n` +
      'Pass the values of all rows, row after row.',
  );
}

/** Checks a matrix. @throws InvalidDataError unless its data has rows × columns numbers; NumericalError if one is not finite */
export function checkMatrix(what: string, matrix: unknown): asserts matrix is Matrix {
  checkShape(what, matrix);
  checkFinite(what, matrix.data, matrix.columns);
}

/** @throws NumericalError if a value is not finite */
export function checkFinite(what: string, values: TypedNumbers, columns: number): void {
  for (let at = 0; at < values.length; at++) {
    if (Number.isFinite(values[at])) continue;
    throw new NumericalError(
      `${what} contains ${values[at]} for input ${Math.floor(at / columns)}.\n` +
        'Expected finite numbers.\nCheck the inputs and the weights of the model for NaN.',
    );
  }
}
