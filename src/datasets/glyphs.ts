import { integerFrom, resolveOptions, seedLimit } from '../options.ts';
import { createRandom, type Random } from '../random/index.ts';
import type { Dataset, Split } from './contract.ts';
import { drawGlyph, glyphSize } from './glyph/glyph-drawing.ts';

export interface GlyphsOptions {
  /** Number of training images. @defaultValue 4000 */
  readonly train?: number;
  /** Number of test images. @defaultValue 1000 */
  readonly test?: number;
  /** Seed of all random draws. @defaultValue 0 */
  readonly seed?: number;
}

/** Their values take three gigabytes. */
const most = 1_000_000;

const drawn = new Map<string, Dataset>();

/**
 * Returns handwritten digits drawn by code: 28×28 grey images of ten equally frequent classes. Strokes vary by random affine
 * and elastic distortion, pen width, pressure and noise. No download is needed, and the task is about as hard as MNIST.
 * Image i of a split does not depend on the number of images.
 *
 * @throws InvalidOptionError on fewer than 10 images
 */
export function glyphs(changes: GlyphsOptions = {}): Dataset {
  const options = resolveOptions('glyphs', { train: 4000, test: 1000, seed: 0 }, changes, {
    train: integerFrom(10, most),
    test: integerFrom(10, most),
    seed: seedLimit,
  });
  const key = JSON.stringify(options);
  const cached = drawn.get(key);
  if (cached) return cached;

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

/** Draws `size` images; each block of ten contains every class once, in random order. */
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
