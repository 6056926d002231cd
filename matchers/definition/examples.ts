import { rangeOf } from '../../src/norms/resolve-range.ts';
import { createHash } from 'node:crypto';
import type { AdversarialInputs } from '../../src/evaluation/index.ts';
import type { Split } from '../../src/datasets/contract.ts';
import { itemSize, kindOf } from '../../src/splits/index.ts';
import { gatherRows } from '../../src/matrix/rows.ts';
import { questioner } from '../../src/models/answer.ts';
import type { Classifier, Predictor } from '../../src/models/contract.ts';
import { largestSide, type Example, type ExampleImages, type Examples } from '../../src/report/schemas/examples.ts';
import type { InputRange } from '../../src/norms/range.ts';
import { mostImages, packPixels } from '../../src/report/pixels.ts';
import type { NamedTask } from '../message/command.ts';
import { changeDescriber } from './changes.ts';
import { scoresOf } from './prediction.ts';
import type { TestedModel } from './subject.ts';

/**
 * Collects some of the inputs that an attack broke for the report, evenly spread over the split: their predictions, the sizes
 * of their perturbations, and their images, or the values that changed most.
 *
 * @param file - path of the contact sheet, relative to the report folder
 * @returns undefined if no input broke
 */
export async function examplesOf(
  { classifier, split, dataset }: TestedModel<Classifier | Predictor>,
  { positions, adversarial, broken }: AdversarialInputs,
  file: string,
): Promise<Examples | undefined> {
  const length = itemSize(split);
  const items = Array.from(broken.keys()).filter((item) => broken[item]);
  const count = Math.min(mostImages(length), items.length);
  if (count === 0) return undefined;
  const chosen = Array.from({ length: count }, (_, i) => items[Math.floor((i * items.length) / count)]);
  const clean = gatherRows(
    split.inputs as Float32Array,
    chosen.map((item) => positions[item]),
    length,
  );
  const moved = gatherRows(adversarial, chosen, length);
  const nameOf = (label: number): string => dataset?.classNames[label] ?? String(label);
  const ask = questioner(classifier, classifier.name ?? 'predictor');
  const predicted = async (inputs: Float32Array) =>
    scoresOf(await ask(inputs, count), count).map(({ label, confidence }) => ({ class: nameOf(label), confidence }));
  const [before, after] = [await predicted(clean), await predicted(moved)];
  const kind = kindOf(split, dataset);
  const images = kind === 'image' ? imagesOf(split, clean, moved, rangeOf(classifier, split.itemShape)) : undefined;
  const describer = images || length === 1 ? undefined : changeDescriber(split, kind, dataset); // one value: nothing to tell apart
  const pairAt = (item: number) => ({
    clean: split.inputs.subarray(positions[item] * length, (positions[item] + 1) * length),
    adversarial: adversarial.subarray(item * length, (item + 1) * length),
  });
  return {
    file: images ? file : null,
    broken: items.length,
    items: chosen.map((item, i): Example => {
      const shift = moved.subarray(i * length, (i + 1) * length).map((value, at) => value - clean[i * length + at]);
      return {
        position: positions[item],
        label: nameOf(split.labels[positions[item]]),
        clean: before[i],
        adversarial: after[i],
        l2: Math.sqrt(shift.reduce((sum, value) => sum + value * value, 0)),
        linf: shift.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0),
        ...describer?.of(pairAt(item)),
      };
    }),
    ...(describer && { moved: describer.mean(items.map(pairAt)) }),
    ...(images && { images }),
  };
}

/** @returns a path in the report folder that is unique in the run, and equal in every run */
export function sheetFile(
  task: NamedTask,
  matcher: string,
  { gate, folder }: { readonly gate: number; readonly folder: string },
): string {
  const path = [
    task.file.projectName ?? '',
    task.file.filepath.split(/[\\/]/).slice(-2).join('/'),
    task.name,
    matcher,
    gate,
  ];
  const hash = createHash('sha256').update(JSON.stringify(path)).digest('hex').slice(0, 8);
  const words = task.name.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '');
  const name = Array.from(words).slice(0, 60).join(''); // a cut between two halves of a letter is no valid name
  return `${folder}/${name}-${hash}.png`;
}

/** Packed grey or colour images; undefined if the inputs are not images, or too large for a sheet. */
function imagesOf(
  { itemShape: [height, width, channels = 0, ...others] }: Split,
  clean: Float32Array,
  moved: Float32Array,
  range: InputRange,
): ExampleImages | undefined {
  if (others.length > 0 || (channels !== 1 && channels !== 3) || Math.max(height, width) > largestSide)
    return undefined;
  return { height, width, channels, ...packPixels(clean, moved, range) };
}
