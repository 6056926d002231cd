import { cutMiddle } from '../../src/plain-text.ts';
import type { Found, FoundPosition } from '../../src/evaluation/data/index.ts';
import type { InputRange } from '../../src/norms/range.ts';
import { largestSide, mostExamples } from '../../src/report/schemas/examples.ts';
import type { Finding, Findings, FoundItem } from '../../src/report/schemas/findings.ts';
import { mostImages, packPixels } from '../../src/report/pixels.ts';
import { itemSize, kindOf, valueNamer } from '../../src/splits/index.ts';
import type { TestedData } from './data-subject.ts';

/** Length of a text, and number of values of an item that is neither picture nor text. */
const [longestText, mostValues] = [300, 8];

/**
 * Shows some of the items or pairs that a gate on data found, evenly spread over all: their labels, with pictures or texts.
 *
 * @param file - path of the contact sheet, relative to the report folder
 * @returns undefined if nothing was found
 */
export function findingsOf(data: TestedData, { what, found, entries }: Found, file: string): Findings | undefined {
  if (entries.length === 0) return undefined;
  const [{ split }] = data.splits;
  const length = itemSize(split);
  const count = Math.min(mostExamples, mostImages(length), entries.length);
  const chosen = Array.from({ length: count }, (_, i) => entries[Math.floor((i * entries.length) / count)]);
  const kind = kindOf(split, data.dataset);
  const images = kind === 'image' ? imagesOf(data, chosen) : undefined;
  return {
    file: images ? file : null,
    what,
    found,
    shown: chosen.map(({ items, ...others }): Finding => ({
      items: items.map((item) => itemOf(data, item, !images)),
      ...others,
    })),
    ...(images && { images }),
  };
}

function itemOf({ splits, dataset }: TestedData, { split: at, position }: FoundPosition, inWords: boolean): FoundItem {
  const { of, split } = splits[at];
  const label = split.labels[position];
  return {
    ...(of && { split: of }),
    position,
    ...(split.ids && { id: split.ids[position] }),
    label: dataset?.classNames[label] ?? String(label),
    ...(inWords && { text: cutMiddle(wordsOf({ splits, dataset, name: '' }, { split: at, position }), longestText) }),
  };
}

/** The text of an item, or its first values by name. */
function wordsOf({ splits, dataset }: TestedData, { split: at, position }: FoundPosition): string {
  const { split } = splits[at];
  if (split.texts) return split.texts[position];
  const length = itemSize(split);
  const shown = split.inputs.subarray(position * length, position * length + Math.min(length, mostValues));
  const kind = kindOf(split, dataset);
  const rest = length > mostValues ? `, … ${length} values` : '';
  if (kind === 'text') return `ids ${shown.join(', ')}${rest}`;
  const nameOf = valueNamer(split.itemShape, kind, dataset?.featureNames);
  return `${Array.from(shown, (value, index) => `${nameOf(index)} ${Number(value.toPrecision(4))}`).join(', ')}${rest}`;
}

/** The pictures of the first item of each entry, and the change to the second. Values that cannot be drawn are drawn black. */
function imagesOf({ splits }: TestedData, entries: Found['entries']): Findings['images'] {
  const [{ split }] = splits;
  const [height, width, channels = 1, ...others] = split.itemShape;
  if (others.length > 0 || (channels !== 1 && channels !== 3) || Math.max(height, width) > largestSide)
    return undefined;
  const length = height * width * channels;
  const drawn = (side: number): Float32Array => {
    const values = new Float32Array(entries.length * length);
    entries.forEach(({ items }, index) => {
      const { split: at, position } = items[Math.min(side, items.length - 1)];
      values.set(splits[at].split.inputs.subarray(position * length, (position + 1) * length), index * length);
    });
    return values;
  };
  const [first, second] = [drawn(0), drawn(1)];
  const [low, high] = drawableRange([first, second]);
  for (const values of [first, second])
    values.forEach((value, at) => (values[at] = Number.isFinite(value) ? Math.min(high, Math.max(low, value)) : low));
  return { height, width, channels, ...packPixels(first, second, [low, high]) };
}

/** [0, 1], or the extremes of values most of which lie outside. */
function drawableRange(all: readonly Float32Array[]): InputRange & readonly [number, number] {
  const values = all.flatMap((part) => [...part.filter(Number.isFinite)]).sort((a, b) => a - b);
  if (values.length === 0) return [0, 1];
  const [low, high] = [values[Math.floor(0.01 * values.length)], values[Math.floor(0.99 * (values.length - 1))]];
  return low >= 0 && high <= 1 ? [0, 1] : [low, high > low ? high : low + 1];
}
