import { integerFrom, resolveOptions } from '../options.ts';
import { createRandom, type Random } from '../random/index.ts';
import type { Dataset, Split } from './contract.ts';
import { drawGlyph, glyphSize } from './glyph/glyph-drawing.ts';

export interface GlyphsOptions {
  /** Number of training images. @defaultValue 4000 */
  readonly train?: number;
  /** Number of test images. @defaultValue 1000 */
  readonly test?: number;
  /** @defaultValue 0 */
  readonly seed?: number;
}

const drawn = new Map<string, Dataset>();

/**
 * Handwritten digits drawn by code: ten classes of 28×28 grey images in equal parts, from strokes under random affine and
 * elastic distortion, pen width, pressure and noise. Embedded, so that quality can be measured without downloading
 * anything; about as hard as MNIST. Image i of a split is the same however many are drawn.
 *
 * @throws InvalidOptionError on a number of images below 10
 */
export function glyphs(changes: GlyphsOptions = {}): Dataset {
  const options = resolveOptions('glyphs', { train: 4000, test: 1000, seed: 0 }, changes, {
    train: integerFrom(10),
    test: integerFrom(10),
    seed: integerFrom(Number.MIN_SAFE_INTEGER),
  });
  const key = JSON.stringify(options);
  const known = drawn.get(key);
  if (known) return known;

  const random = createRandom(options.seed);
  const dataset: Dataset = {
    name: 'glyphs',
    classNames: Array.from({ length: 10 }, (_, digit) => String(digit)),
    kind: 'image',
    train: draw(random.fork('glyphs', 'train'), options.train),
    test: draw(random.fork('glyphs', 'test'), options.test),
    source: { reader: 'glyphs', options },
  };
  drawn.set(key, dataset);
  return dataset;
}

/** Draws `size` images; every run of ten holds each class once, in random order. */
function draw(random: Random, size: number): Split {
  const itemSize = glyphSize * glyphSize;
  const inputs = new Float32Array(size * itemSize);
  const labels = new Int32Array(size);
  for (let ten = 0; ten < size; ten += 10) {
    const order = random.fork('order', ten).sample(10, 10);
    for (let i = ten; i < Math.min(size, ten + 10); i++) {
      labels[i] = order[i - ten];
      drawGlyph(labels[i], random.fork('image', i), inputs.subarray(i * itemSize, (i + 1) * itemSize));
    }
  }
  return { inputs, itemShape: [glyphSize, glyphSize, 1], labels, size };
}
