import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InvalidOptionError } from '../../../src/errors.ts';
import { itemSize, subset } from '../../../src/splits/index.ts';
import { split } from './sample.ts';

describe('a subset', () => {
  test('has the items at the positions in that order, with repetitions', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(2)), (positions) => {
        const chosen = subset(split, positions);
        expect(chosen.size).toBe(positions.length);
        expect([...chosen.labels]).toEqual(positions.map((position) => split.labels[position]));
        expect(chosen.ids).toEqual(positions.map((position) => split.ids![position]));
        expect([...chosen.inputs]).toEqual(
          positions.flatMap((position) => [...split.inputs.subarray(4 * position, 4 * position + 4)]),
        );
      }),
    );
  });

  test('keeps the type of the inputs and is independent of its split', () => {
    const tokens = { ...split, inputs: Int32Array.from(split.inputs), ids: undefined };
    const chosen = subset(tokens, [1]);
    expect(chosen.inputs).toBeInstanceOf(Int32Array);
    expect(chosen).not.toHaveProperty('ids');
    expect(chosen.inputs.buffer).not.toBe(tokens.inputs.buffer);
  });

  test.for([3, -1, 0.5, NaN])('rejects position %d', (position) => {
    expect(() => subset(split, [0, position])).toThrow(InvalidOptionError);
    expect(() => subset(split, [0, position])).toThrow(
      `subset: position ${position} (entry 1) is outside the split.\nExpected integers from 0 to 2.`,
    );
  });
});

test('an item has as many values as the product of its shape', () => {
  expect(itemSize(split)).toBe(4);
  expect(itemSize({ itemShape: [] })).toBe(1);
});
