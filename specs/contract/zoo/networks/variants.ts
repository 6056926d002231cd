import type { LayerOptions, Step, ZooNetwork } from '../contract.ts';

/** What the networks of a family share. A reference has the same layers in front and behind. */
type Shared = Partial<Omit<ZooNetwork, 'name' | 'layers'>> & {
  readonly itemShape: readonly number[];
  /** Layers in front of the varied one. */
  readonly before?: readonly Step[];
  readonly after?: readonly Step[];
  /** Options with the same result that stock TensorFlow.js computes correctly. @defaultValue the options */
  readonly instead?: LayerOptions;
  /** Distinguishes variants of the same layer. */
  readonly label?: string;
};

/** Returns one network per variant of the options of a layer. Its name lists the layer and the variant. */
export function variants(
  kind: string,
  { before = [], after = [], label = kind, instead, ...shared }: Shared,
  base: LayerOptions,
  options: readonly LayerOptions[],
): ZooNetwork[] {
  const layers = (variant: LayerOptions): Step[] => [...before, [kind, { ...base, ...variant }], ...after];
  return options.map((variant) => ({
    ...shared,
    ...(instead && { reference: { layers: layers({ ...variant, ...instead }) } }),
    name: [label, ...describe(variant)].join(' '),
    layers: layers(variant),
  }));
}

const describe = (options: LayerOptions): string[] =>
  Object.entries(options).map(([name, value]) => `${name}=${text(value)}`);

/** A value without quotes and braces, so that a name is easy to pass to a shell. */
function text(value: unknown): string {
  if (typeof value === 'string') return value;
  const { className, config } = { ...(value as { className?: string; config?: object }) };
  const plain = JSON.stringify(className === undefined ? value : config).replaceAll(/["{}]/g, '');
  return `${className ?? ''}${plain.replaceAll('[', '(').replaceAll(']', ')')}`;
}

/** Returns one variant per value of an option. */
export const each = (option: string, values: readonly unknown[]): LayerOptions[] =>
  values.map((value) => ({ [option]: value }));

/** Returns every combination of two lists of variants. */
export const crossed = (first: readonly LayerOptions[], second: readonly LayerOptions[]): LayerOptions[] =>
  first.flatMap((a) => second.map((b) => ({ ...a, ...b })));

/**
 * Returns a reference for a layer whose channels come first: moves them last, applies the layer, and moves them back.
 *
 * @param order - axes of an item, from 1, with the channels last
 * @param back - the inverse order
 */
export const channelsLast = (
  kind: string,
  options: LayerOptions,
  order: readonly number[],
  back = order,
): ZooNetwork['reference'] => ({
  layers: [
    ['permute', { dims: order }],
    [kind, { ...options, dataFormat: 'channelsLast' }],
    ['permute', { dims: back }],
  ],
});
