import type { ZooNetwork } from '../contract.ts';
import { convolutions, deepConvolutions } from './convolutions.ts';
import { activationLayers, dense } from './dense.ts';
import { depthwise } from './depthwise.ts';
import { embeddings } from './embeddings.ts';
import { graphs } from './graphs.ts';
import { merges } from './merges.ts';
import { noise } from './noise.ts';
import { normalisations } from './normalisations.ts';
import { outputs } from './outputs.ts';
import { poolings } from './poolings.ts';
import { cells, convolutionalRecurrent, recurrent } from './recurrent.ts';
import { shapes } from './shapes.ts';
import { stacks } from './stacks.ts';
import { weights } from './weights.ts';
import { wrappers } from './wrappers.ts';

/** Every network of the zoo. */
export const networks: readonly ZooNetwork[] = [
  ...[...dense, ...activationLayers],
  ...[...convolutions, ...deepConvolutions, ...depthwise, ...poolings, ...shapes],
  ...[...normalisations, ...noise, ...weights],
  ...[...recurrent, ...cells, ...convolutionalRecurrent, ...wrappers, ...embeddings],
  ...[...merges, ...graphs, ...outputs, ...stacks],
];
