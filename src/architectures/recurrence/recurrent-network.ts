import { checkOptions, checkedLater, flag, integerFrom, within, type LimitsOf } from '../../options.ts';
import { tfl } from '../../engine/tensors.ts';
import type { JsonObject } from '../../json.ts';
import type { Layer } from '../../models/network/layers.ts';
import type { InputRange } from '../../norms/range.ts';
import { defineArchitecture } from '../define.ts';
import { dense } from '../layers/blocks.ts';
import { embeddingOf, tokens } from '../layers/embedding.ts';
import type { ArchitectureOptions, ConfigurableArchitecture } from '../contract.ts';

/** Options of recurrent networks of texts. */
export interface RecurrentOptions extends ArchitectureOptions {
  /** Values per token. @defaultValue 64 */
  readonly embedding?: number;
  /** Units per layer and direction. @defaultValue 64 */
  readonly units?: number;
  /** Recurrent layers, each on the states of the one before. @defaultValue 1 */
  readonly layers?: number;
  /** Whether each layer also reads from the end; its states of both directions are concatenated. @defaultValue false */
  readonly bidirectional?: boolean;
  /** Share of the last states dropped during training, in [0, 1). @defaultValue 0.5 */
  readonly dropout?: number;
}

/** What all recurrent layers of a network have in common. */
interface RecurrentSettings {
  readonly units: number;
  readonly returnSequences: boolean;
  readonly kernelInitializer: 'zeros';
  readonly recurrentInitializer: 'zeros';
  readonly recurrentActivation: 'sigmoid';
}

/** The options that all recurrent networks have, with their defaults. */
type Chosen = Required<Omit<RecurrentOptions, 'inputRange'>>;

/** A recurrent network: its name, the options that only it has, and how it makes a layer. */
interface Kind<Own extends JsonObject> {
  readonly name: string;
  /** Its own options, with their defaults. */
  readonly own: Own;
  readonly limits: LimitsOf<Own>;
  readonly layer: (settings: RecurrentSettings, options: Own) => Layer;
}

const size = integerFrom(1, 1_000_000);
const limits: LimitsOf<RecurrentOptions> = {
  embedding: size,
  units: size,
  layers: integerFrom(1, 100),
  bidirectional: flag,
  dropout: { ...within(0, 1), expected: '0 <= dropout < 1', advice: () => 'Pass e.g. dropout: 0.5.' },
  inputRange: checkedLater,
};

const defaults: Chosen = { embedding: 64, units: 64, layers: 1, bidirectional: false, dropout: 0.5 };

/** Returns the architecture of a kind: embedding, recurrent layers, dropout of the last states, logits. */
export const recurrentNetwork = <Own extends JsonObject>(
  kind: Kind<Own>,
): ConfigurableArchitecture<RecurrentOptions & Partial<Own>> => withOptions(kind, { ...defaults, ...kind.own });

function withOptions<Own extends JsonObject>(
  kind: Kind<Own>,
  options: Chosen & Own,
  inputRange?: InputRange,
): ConfigurableArchitecture<RecurrentOptions & Partial<Own>> {
  const { embedding, dropout } = options;
  const architecture = defineArchitecture({
    name: kind.name,
    options: { ...options },
    inputRange,
    readsTexts: true,
    accepts: tokens,
    layers: ({ classes, encoder }) => [
      embeddingOf(encoder, embedding, kind.name),
      ...recurrentLayers(kind, options),
      ...(dropout > 0 ? [tfl.layers.dropout({ rate: dropout })] : []),
      dense(classes),
    ],
  });
  const all = { ...limits, ...kind.limits } as LimitsOf<RecurrentOptions & Partial<Own>>;
  return Object.assign(architecture, {
    with: (changes: RecurrentOptions & Partial<Own>) => {
      const { inputRange: range = inputRange, ...changed } = checkOptions(kind.name, changes, all);
      return withOptions(kind, { ...options, ...changed }, range);
    },
  });
}

function recurrentLayers<Own extends JsonObject>(kind: Kind<Own>, options: Chosen & Own): Layer[] {
  const { units, layers, bidirectional } = options;
  return Array.from({ length: layers }, (_, at) => {
    const settings = {
      units,
      returnSequences: at < layers - 1,
      kernelInitializer: 'zeros',
      recurrentInitializer: 'zeros',
      recurrentActivation: 'sigmoid',
    } as const;
    const layer = kind.layer(settings, options);
    return bidirectional ? tfl.layers.bidirectional({ layer: layer as never, mergeMode: 'concat' }) : layer;
  });
}
