import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { glyphs } from '../../../src/datasets/index.ts';
import { fingerprint, itemSize, subset, validateDataset } from '../../../src/splits/index.ts';

const size = 28;
const pixels = size * size;
const imageOf = (inputs: ArrayLike<number>, i: number): number[] =>
  Array.from({ length: pixels }, (_, at) => inputs[i * pixels + at]);

describe('glyphs', () => {
  test('are ten classes of 28×28 grey images, 4,000 and 1,000 by default', () => {
    const dataset = glyphs();
    validateDataset(dataset);
    expect(dataset).toMatchObject({ name: 'glyphs', kind: 'image' });
    expect(dataset.classNames).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
    expect(dataset.train).toMatchObject({ size: 4000, itemShape: [28, 28, 1] });
    expect(dataset.test).toMatchObject({ size: 1000, itemShape: [28, 28, 1] });
    expect(itemSize(dataset.train)).toBe(pixels);
  });

  test('differ between seeds', () => {
    const draw = (seed: number): string => fingerprint(glyphs({ train: 30, test: 10, seed }).train);
    expect(draw(3)).not.toBe(draw(4));
  });

  test('image i does not depend on the number of images', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 10, max: 60 }), fc.integer({ min: 10, max: 60 }), (seed, a, b) => {
        const [few, many] = [glyphs({ train: a, test: 10, seed }), glyphs({ train: Math.max(a, b), test: b, seed })];
        const positions = Array.from({ length: a }, (_, i) => i);
        expect(fingerprint(subset(many.train, positions))).toBe(fingerprint(subset(few.train, positions)));
      }),
      { numRuns: 20 },
    );
  });

  test('each block of ten contains every class once', () => {
    const { train } = glyphs({ train: 200, test: 10 });
    for (let start = 0; start < train.size; start += 10) {
      expect(new Set(train.labels.subarray(start, start + 10)).size).toBe(10);
    }
    const orders = new Set(
      Array.from({ length: 20 }, (_, run) => train.labels.slice(run * 10, run * 10 + 10).join('')),
    );
    expect(orders.size).toBe(20);
  });

  test('numbers that are not multiples of ten are drawn exactly', () => {
    const { train, test: held } = glyphs({ train: 23, test: 11 });
    expect([train.size, train.labels.length, train.inputs.length]).toEqual([23, 23, 23 * pixels]);
    expect(held.size).toBe(11);
  });

  test('equivalent options share one object in memory', () => {
    expect(glyphs({ train: 40, test: 10 })).toBe(glyphs({ test: 10, seed: 0, train: 40 }));
  });

  test('their source draws the same images again in another module', async () => {
    const dataset = glyphs({ train: 20, test: 10, seed: 9 });
    expect(dataset.source).toEqual({ reader: 'glyphs', options: { train: 20, test: 10, seed: 9 } });
    const anotherModule = '../../../src/datasets/glyphs.ts?another'; // its memory is empty
    const { glyphs: draw } = (await import(anotherModule)) as { glyphs: typeof glyphs };
    const opened = draw(JSON.parse(JSON.stringify(dataset.source?.options)));
    expect(opened).not.toBe(dataset);
    expect(fingerprint(opened.train)).toBe(fingerprint(dataset.train));
    expect(fingerprint(opened.test)).toBe(fingerprint(dataset.test));
  });

  test.each([{ train: 9 }, { test: 0 }, { train: 10.5 }, { seed: 0.5 }, { seed: Number.NaN }])(
    'reject %j',
    (options) => {
      expect(() => glyphs(options)).toThrow(expect.objectContaining({ code: 'DNN_INVALID_OPTION' }));
    },
  );
});

describe('the images', () => {
  const { train, test: held } = glyphs({ train: 1000, test: 500, seed: 5 });

  test('every image has paper of exactly 0 and bright ink', () => {
    expect(train.inputs.every((value) => value >= 0 && value <= 1)).toBe(true);
    for (let i = 0; i < train.size; i++) {
      const image = imageOf(train.inputs, i);
      const paper = image.filter((value) => value === 0).length / pixels;
      expect(paper, `paper of image ${i}`).toBeGreaterThan(0.6);
      // an attacker who may change every pixel by 0.3 turns neither ink above 0.7 into paper nor paper into ink
      expect(image.filter((value) => value > 0.7).length, `ink of image ${i}`).toBeGreaterThan(20);
    }
  });

  test('less than 0.5 % of all ink is on the outermost pixels', () => {
    let [border, total] = [0, 0];
    train.inputs.forEach((value, at) => {
      const [y, x] = [Math.floor((at % pixels) / size), at % size];
      total += value;
      if (x === 0 || y === 0 || x === size - 1 || y === size - 1) border += value;
    });
    expect(border / total).toBeLessThan(0.005);
  });

  test('no image occurs twice, within or across the splits', () => {
    const images = [train, held].flatMap((split) =>
      Array.from({ length: split.size }, (_, i) => imageOf(split.inputs, i).join()),
    );
    expect(new Set(images).size).toBe(train.size + held.size);
  });

  test('the nearest training image predicts most classes, the nearest mean image fewer', () => {
    const means = Array.from({ length: 10 }, (_, label) => {
      const members = Array.from({ length: train.size }, (_row, i) => i).filter((i) => train.labels[i] === label);
      const mean = new Float64Array(pixels);
      for (const i of members)
        for (let at = 0; at < pixels; at++) mean[at] += train.inputs[i * pixels + at] / members.length;
      return mean;
    });
    const distance = (i: number, other: ArrayLike<number>, offset: number): number => {
      let sum = 0;
      for (let at = 0; at < pixels; at++) sum += (held.inputs[i * pixels + at] - other[offset + at]) ** 2;
      return sum;
    };
    let [byMean, byNeighbour] = [0, 0];
    const n = 100;
    for (let i = 0; i < n; i++) {
      const toMeans = means.map((mean) => distance(i, mean, 0));
      if (toMeans.indexOf(Math.min(...toMeans)) === held.labels[i]) byMean++;
      const toImages = Array.from(train.labels, (_, j) => distance(i, train.inputs, j * pixels));
      if (train.labels[toImages.indexOf(Math.min(...toImages))] === held.labels[i]) byNeighbour++;
    }
    expect(byMean / n).toBeGreaterThan(0.4);
    expect(byNeighbour).toBeGreaterThan(byMean);
    expect(byNeighbour / n).toBeGreaterThan(0.7);
  });
});
