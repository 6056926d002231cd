import { tf } from '../../../engine/tensors.ts';
import type { WeightList } from '../../files/weight-files.ts';
import type { Constant, ElementType } from '../contract.ts';
import { invalidGraphModel } from './invalid.ts';

const elementTypes: readonly string[] = ['float32', 'int32', 'bool'] satisfies ElementType[];
const mostAxes = 8;

/**
 * The weights of a manifest by name. Values are decoded when they are asked for, each time anew, so that a model lies in memory once.
 *
 * @throws InvalidModelError if a weight holds no numbers
 */
export function constantsIn(path: string, { specs, sizes }: WeightList, data: ArrayBuffer): Map<string, Constant> {
  const constants = new Map<string, Constant>();
  let offset = 0;
  specs.forEach((spec, i) => {
    const { name, dtype, shape } = spec;
    if (!elementTypes.includes(dtype) || shape.length > mostAxes)
      throw invalidGraphModel(
        path,
        `the weight "${name}" has ${shape.length} axes and elements of the type ${dtype}`,
        `at most ${mostAxes} axes, and a type of ${elementTypes.join(', ')}`,
      );
    const [start, end] = [offset, (offset += sizes[i])];
    constants.set(name, {
      type: dtype as ElementType,
      shape,
      get data() {
        const { [name]: tensor } = tf.io.decodeWeights(data.slice(start, end), [spec]);
        const values = tensor.dataSync() as Constant['data'];
        tensor.dispose();
        return values;
      },
    });
  });
  return constants;
}
