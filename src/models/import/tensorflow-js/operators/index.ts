import type { Translator, Translators } from '../translation.ts';
import { axes } from './axes.ts';
import { blocks } from './blocks.ts';
import { convolutions } from './convolutions.ts';
import { elementwise } from './elementwise.ts';
import { slices } from './slices.ts';

const translators: Translators = { ...axes, ...blocks, ...convolutions, ...elementwise, ...slices };

/** What an operator of TensorFlow is here; undefined if this package has nothing for it. */
export const translatorOf = (operator: string): Translator | undefined =>
  Object.hasOwn(translators, operator) ? translators[operator] : undefined;

/** The names of the operators of TensorFlow that this package has. */
export const tensorFlowOperators: readonly string[] = Object.keys(translators);

const words = (list: string): string[] => list.split(' ');

/** Kinds of operators that no network here can have, with the reason. */
const refused: readonly (readonly [readonly string[], string])[] = [
  [
    words(
      'Enter Exit If LoopCond Merge NextIteration StatelessIf StatelessWhile Switch While TensorListConcat TensorListConcatV2 ' +
        'TensorListFromTensor TensorListGather TensorListGetItem TensorListPopBack TensorListPushBack TensorListReserve TensorListResize ' +
        'TensorListScatter TensorListScatterV2 TensorListSetItem TensorListSplit TensorListStack TensorArrayV3 TensorArrayCloseV3 ' +
        'TensorArrayConcatV3 TensorArrayGatherV3 TensorArrayReadV3 TensorArrayScatterV3 TensorArraySizeV3 TensorArraySplitV3 TensorArrayWriteV3',
    ),
    'a loop or a branch, as the converter writes recurrent layers',
  ],
  [
    words(
      'Multinomial RandomStandardNormal RandomUniform RandomUniformInt StatelessRandomUniform StatelessRandomUniformV2 TruncatedNormal',
    ),
    'random, as in dropout that was exported in training mode',
  ],
];

/** Why an operator is refused, in words; undefined if it is only unknown. */
export const refusalOf = (operator: string): string | undefined =>
  refused.find(([names]) => names.includes(operator))?.[1];
