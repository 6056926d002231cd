import type { Constant } from '../contract.ts';
import { readExternal } from './external.ts';
import { invalidOnnx } from './invalid.ts';
import { bytesPerValue, elementType, ownValues, valuesOf, type StoredTensor } from './tensor.ts';

/** Most values of a tensor, and most axes. */
const [mostValues, mostAxes] = [2 ** 31, 8];

/** The number of the type of texts, such as names of classes. */
const texts = 8;

/** A tensor of texts. A classifier holds them for its labels, which a network does not compute. */
const withoutNumbers = (path: string, name: string, shape: readonly number[]): Constant => ({
  type: 'int32',
  shape,
  get data(): never {
    throw invalidOnnx(path, `the tensor "${name}" holds texts, and its values are needed`, 'numbers');
  },
});

/** A tensor whose values are read when they are asked for, each time anew. */
export function constantIn(path: string, stored: StoredTensor): Constant {
  const { name, shape, dataType, external } = stored;
  const type = elementType(dataType);
  const size = shape.reduce((product, side) => product * side, 1);
  const isShape = shape.length <= mostAxes && shape.every((side) => Number.isSafeInteger(side) && side >= 0);
  if (!isShape || size > mostValues)
    throw invalidOnnx(path, `the tensor "${name}" has the shape [${shape.join(', ')}]`, `at most ${mostAxes} axes`);
  if (dataType === texts) return withoutNumbers(path, name, shape);
  if (!type)
    throw invalidOnnx(path, `the tensor "${name}" has elements of type ${dataType}`, 'numbers of at least 8 bits');
  const bytes = size * bytesPerValue(dataType);
  const inFile = external?.location === ownValues ? external.length : bytes;
  const given = (external ? inFile : stored.raw?.length) ?? -1;
  if (given >= 0 && given !== bytes)
    throw invalidOnnx(path, `the tensor "${name}" of shape [${shape.join(', ')}] has ${given} bytes`, `${bytes} bytes`);
  const values = (): Constant['data'] => {
    const raw = external ? readExternal(path, name, external, bytes) : stored.raw;
    const data = valuesOf({ ...stored, ...(raw && { raw }) });
    if (data.length === size) return data;
    throw invalidOnnx(
      path,
      `the tensor "${name}" of shape [${shape.join(', ')}] has ${data.length} values`,
      `${size} values`,
    );
  };
  return {
    type,
    shape,
    get data() {
      return values();
    },
  };
}
