import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startEngine } from '../../../../../../src/engine/index.ts';
import {
  refusalOf,
  tensorFlowOperators,
  translatorOf,
} from '../../../../../../src/models/import/tensorflow-js/operators/index.ts';
import { openGraph } from '../../../../../../src/models/index.ts';
import { node, placeholder, writeGraphModel } from '../write-graph-model.ts';

type Attributes = Parameters<typeof node>[3];
type Constant = { readonly shape: readonly number[]; readonly values: readonly number[]; readonly dtype?: string };

const root = mkdtempSync(join(tmpdir(), 'operators-'));
beforeAll(() => startEngine('wasm'));
afterAll(() => rmSync(root, { recursive: true }));

const reals = (values: readonly number[], shape: readonly number[] = [values.length]): Constant => ({ values, shape });
const integers = (values: readonly number[], shape: readonly number[] = [values.length]): Constant => ({
  values,
  shape,
  dtype: 'int32',
});

/** What an operator computes of x and constants. */
async function computed(
  operator: string,
  x: Constant,
  others: readonly Constant[],
  attributes?: Attributes,
): Promise<number[]> {
  const names = others.map((_, i) => `c${i}`);
  const folder = writeGraphModel(join(root, operator), {
    nodes: [placeholder('x', x.shape), node(operator, 'y', ['x', ...names], attributes)],
    weights: Object.fromEntries(others.map((constant, i) => [names[i], constant])),
  });
  const { y } = await (await openGraph(folder)).run({ x: { data: x.values, shape: x.shape } });
  return Array.from(y.data, (value) => Math.round(value * 1e4) / 1e4);
}

const float = { T: 'DT_FLOAT' };
const twice = reals([1, 2, 3, 4], [2, 2]);
const two = reals([2], []);

/** Operators that no golden network has: the values of x and of constants, and the result. */
const cases: Readonly<Record<string, readonly [Constant, readonly Constant[], Attributes, readonly number[]]>> = {
  AvgPool3D: [
    reals([1, 2, 3, 6], [1, 1, 2, 2, 1]),
    [],
    { ksize: [1, 1, 2, 1, 1], strides: [1, 1, 1, 1, 1], padding: 'VALID', data_format: 'NDHWC' },
    [2, 4],
  ],
  BatchMatMul: [twice, [twice], { adj_x: true }, [10, 14, 14, 20]],
  BatchMatMulV3: [twice, [twice], { adj_y: true }, [5, 11, 11, 25]],
  CheckNumerics: [twice, [], {}, [1, 2, 3, 4]],
  ClipByValue: [reals([-1, 0.5, 9]), [reals([0], []), two], {}, [0, 0.5, 2]],
  Conv3DBackpropInputV2: [
    // x takes the place of the sizes, which are no numbers of a network
    integers([1, 1, 1, 3, 1]),
    [reals([1, 2], [1, 1, 2, 1, 1]), reals([1, 10], [1, 1, 1, 2, 1])],
    { strides: [1, 1, 1, 1, 1], padding: 'VALID', data_format: 'NDHWC' },
    [1, 12, 20],
  ],
  Div: [reals([1, 3]), [two], float, [0.5, 1.5]],
  EnsureShape: [twice, [], {}, [1, 2, 3, 4]],
  Equal: [reals([1, 2]), [two], {}, [0, 1]],
  EuclideanNorm: [reals([3, 4], [1, 2]), [integers([1])], { keep_dims: true }, [5]],
  FusedBatchNorm: [
    reals([1, 2, 3, 4], [1, 1, 2, 2]),
    [reals([2, 1]), reals([0, 1]), reals([1, 2]), reals([3, 0])],
    { epsilon: 1, is_training: false },
    [0, 1, 2, 3],
  ],
  Gather: [reals([5, 6, 7]), [integers([2, 0])], {}, [7, 5]],
  GatherNd: [twice, [integers([1, 0], [1, 2])], {}, [3]],
  IdentityN: [reals([1, 2]), [], {}, [1, 2]],
  Inv: [reals([2, 4]), [], {}, [0.5, 0.25]],
  IsInf: [reals([Infinity, 1]), [], {}, [1, 0]],
  LogSoftmax: [reals([0, 0, 0, 0], [1, 4]), [], {}, [-1.3863, -1.3863, -1.3863, -1.3863]],
  Mod: [reals([5, -5]), [reals([3], [])], {}, [2, -2]],
  PlaceholderWithDefault: [reals([1, 2]), [], {}, [1, 2]],
  PreventGradient: [reals([1, 2]), [], {}, [1, 2]],
  Rank: [twice, [], {}, [2]],
  Select: [reals([0, 1]), [reals([7, 8]), reals([9, 10])], {}, [9, 8]],
  Size: [twice, [], {}, [4]],
  Snapshot: [reals([1, 2]), [], {}, [1, 2]],
  StopGradient: [reals([1, 2]), [], {}, [1, 2]],
  ZerosLike: [twice, [], float, [0, 0, 0, 0]],
};

test.each(Object.keys(cases))('%s computes what it computes in TensorFlow', async (operator) => {
  const [x, constants, attributes, expected] = cases[operator];
  expect(await computed(operator, x, constants, attributes)).toEqual(expected);
});

test('every operator is in a golden network or above', () => {
  const golden = new URL('../../../../../reference/golden/graph-models.json', import.meta.url);
  const models = JSON.parse(readFileSync(golden, 'utf8')) as readonly { files: Record<string, string> }[];
  const inNetworks = models.flatMap(({ files }) => {
    const { modelTopology } = JSON.parse(gunzipSync(Buffer.from(files['model.json'], 'base64')).toString()) as {
      modelTopology: { node: readonly { op: string }[] };
    };
    return modelTopology.node.map(({ op }) => op);
  });
  const alike = ['Concat', 'FusedBatchNormV2', 'FusedBatchNormV3', 'LogicalXor', 'Range']; // as ConcatV2 … do
  const tried = new Set([...inNetworks, ...Object.keys(cases), ...alike]);
  expect(tensorFlowOperators.filter((operator) => !tried.has(operator))).toEqual([]);
});

test('an operator is found by its name alone, and none is both refused and computed', () => {
  expect(translatorOf('constructor')).toBeUndefined();
  expect(tensorFlowOperators.filter((operator) => refusalOf(operator) !== undefined)).toEqual([]);
});
