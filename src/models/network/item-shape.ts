import type { Split } from '../../datasets/contract.ts';
import { InvalidDataError } from '../../errors.ts';
import { checkParts } from '../../splits/index.ts';
import type { Classifier } from '../contract.ts';

/** @throws InvalidDataError if a part of the split has another type or length, or the item shapes of split and classifier differ */
export function assertItemShape(
  split: Split,
  { itemShape, name }: Pick<Classifier, 'itemShape' | 'name'>,
  what = 'the split',
): void {
  checkParts(split, what);
  if (split.itemShape.join() === itemShape.join()) return;
  throw new InvalidDataError(
    `The items of ${what} have the shape [${split.itemShape.join(', ')}].\n` +
      `Expected [${itemShape.join(', ')}], the input of the model "${name}".\nReshape the data, or build the model for its shape.`,
  );
}
