import { inflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { Canvas } from '../../../../src/report/contact-sheet/canvas.ts';
import { fitText, textWidth } from '../../../../src/report/contact-sheet/font.ts';
import { pngOfCanvas } from '../../../../src/report/contact-sheet/png.ts';
import { contactSheet } from '../../../../src/report/contact-sheet/sheet.ts';
import type { Example } from '../../../../src/report/schemas/examples.ts';
import { packPixels } from '../../../../src/report/pixels.ts';

const example = (position: number, label = '7'): Example => ({
  position,
  label,
  clean: { class: label, confidence: 0.99 },
  adversarial: { class: '3', confidence: 0.98 },
  l2: 1.5,
  linf: 0.1,
});

/** The chunks of a PNG file, by type. */
function chunksOf(file: Uint8Array): Map<string, Uint8Array> {
  const view = new DataView(file.buffer, file.byteOffset);
  const chunks = new Map<string, Uint8Array>();
  for (let at = 8; at < file.length;) {
    const length = view.getUint32(at);
    chunks.set(Buffer.from(file.subarray(at + 4, at + 8)).toString(), file.subarray(at + 8, at + 8 + length));
    at += length + 12;
  }
  return chunks;
}

describe('pngOfCanvas', () => {
  test('writes size, format and every pixel, each line after its filter type', () => {
    const canvas = new Canvas(3, 2, [10, 20, 30]);
    canvas.fill(2, 1, 5, 5, [1, 2, 3]);
    const chunks = chunksOf(pngOfCanvas(canvas));
    expect([...chunks.keys()]).toEqual(['IHDR', 'IDAT', 'IEND']);
    expect([...(chunks.get('IHDR') ?? [])]).toEqual([0, 0, 0, 3, 0, 0, 0, 2, 8, 2, 0, 0, 0]);
    const line = [10, 20, 30, 10, 20, 30];
    expect([...inflateSync(chunks.get('IDAT') ?? new Uint8Array())]).toEqual([
      0,
      ...line,
      10,
      20,
      30,
      0,
      ...line,
      1,
      2,
      3,
    ]);
  });
});

describe('the font', () => {
  test('draws class names without accents, and shortens names that do not fit', () => {
    const canvas = new Canvas(60, 9, [255, 255, 255]);
    canvas.text('a1→é', 0, 0, [0, 0, 0], 1);
    const rows = Array.from({ length: 9 }, (_, y) =>
      Array.from({ length: 24 }, (__, x) => (canvas.pixels[(y * 60 + x) * 3] === 0 ? '#' : '.')).join(''),
    );
    expect(`\n${rows.join('\n')}`).toMatchInlineSnapshot(`
      "
      ........#...............
      .......##.....#.........
      .###....#......#...###..
      ....#...#...#####.#...#.
      .####...#......#..#####.
      #...#...#.....#...#.....
      .####..###.........###..
      ........................
      ........................"
    `);
    expect(textWidth('ab c')).toBe(5 + 1 + 5 + 1 + 3 + 1 + 5);
    expect(fitText('Ankle boot', 100)).toBe('Ankle boot');
    expect(fitText('Ankle boot', 40)).toBe('Ankle…');
    expect(textWidth(fitText('Ankle boot', 40))).toBeLessThanOrEqual(40);
  });
});

describe('contactSheet', () => {
  const shape = { height: 4, width: 4, channels: 1 } as const;
  const clean = new Float32Array(32).fill(0.5);
  const moved = clean.map((value, i) => value + (i % 2 === 0 ? 0.1 : -0.1));
  const images = { ...shape, ...packPixels(clean, moved, [0, 1]) };
  const coloursOf = ({ pixels }: Canvas): Set<string> =>
    new Set(Array.from({ length: pixels.length / 3 }, (_, i) => pixels.subarray(3 * i, 3 * i + 3).join()));

  test('shows the original input, the amplified change and the adversarial input', () => {
    const sheet = contactSheet([example(0), example(5)], images, { title: 'robust accuracy', subtitle: 'leNet5' });
    const colours = coloursOf(sheet);
    for (const grey of [128, 102, 153])
      expect(
        [...colours].some(
          (colour) => Math.abs(Number(colour.split(',')[0]) - grey) <= 1 && new Set(colour.split(',')).size === 1,
        ),
        String(grey),
      ).toBe(true);
    expect(colours).toContain('196,38,46');
    expect(colours).toContain('31,98,189');
  });

  test('is wider than high for 16 inputs, and no wider for long names', () => {
    const many = {
      height: 28,
      width: 28,
      channels: 1 as const,
      ...packPixels(new Float32Array(16 * 784), new Float32Array(16 * 784), [0, 1]),
    };
    const sheet = contactSheet(
      Array.from({ length: 16 }, (_, i) => example(i)),
      many,
      { title: 't', subtitle: 's' },
    );
    const named = contactSheet(
      Array.from({ length: 16 }, (_, i) => example(i, 'a very long name of a class indeed')),
      many,
      { title: 't'.repeat(500), subtitle: 's' },
    );
    expect([named.width, named.height]).toEqual([sheet.width, sheet.height]);
    expect(sheet.width).toBeGreaterThan(sheet.height);
  });
});
