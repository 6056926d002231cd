import type { Split } from '../../datasets/contract.ts';
import { InvalidDataError } from '../../errors.ts';
import type { Classifier } from '../contract.ts';

/** @throws InvalidDataError if the item shapes of split and classifier differ */
export function assertItemShape(
  split: Pick<Split, 'itemShape'>,
  { itemShape, name }: Pick<Classifier, 'itemShape' | 'name'>,
  what = 'the split',
): void {
  if (split.itemShape.join() === itemShape.join()) return;
  throw new InvalidDataError(
    `The items of ${what} have the shape [${split.itemShape.join(', ')}].\n` +
      `Expected [${itemShape.join(', ')}], the input of the model "${name}".\nReshape the data, or build the model for its shape.`,
  );
}
