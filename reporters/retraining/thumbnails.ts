import { rangeOf } from '../../src/norms/resolve-range.ts';
import { gatherRows } from '../../src/matrix/rows.ts';
import type { Classifier } from '../../src/models/contract.ts';
import { Canvas, colours } from '../../src/report/contact-sheet/canvas.ts';
import { pngOfCanvas } from '../../src/report/contact-sheet/png.ts';
import { packPixels, unpackPixels } from '../../src/report/pixels.ts';
import { kindOf } from '../../src/splits/index.ts';
import type { Split } from '../../src/datasets/contract.ts';

/** Number of images, in rows of this length. */
const [mostImages, rowLength] = [24, 12];
/** Sizes in pixels. Small images are magnified by a whole number; larger ones are thinned out. */
const [side, gap] = [56, 6];

/**
 * Draws the first of the selected inputs, highest priority first.
 *
 * @param selected - positions in the pool
 * @returns a PNG; undefined if the inputs are not images
 */
export function thumbnailsOf(classifier: Classifier, pool: Split, selected: Int32Array): Uint8Array | undefined {
  const [height, width, channels = 0, ...others] = pool.itemShape;
  if (kindOf(pool) !== 'image' || others.length > 0 || (channels !== 1 && channels !== 3)) return undefined;
  const length = height * width * channels;
  const shown = Array.from(selected.subarray(0, mostImages));
  const inputs = gatherRows(pool.inputs as Float32Array, shown, length);
  const { clean } = unpackPixels(packPixels(inputs, inputs, rangeOf(classifier, pool.itemShape)), inputs.length);
  const longest = Math.max(height, width);
  const scale = longest > side ? side / longest : Math.max(1, Math.floor(side / longest));
  const [drawnWidth, drawnHeight] = [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
  const columns = Math.min(rowLength, shown.length);
  const rows = Math.ceil(shown.length / columns);
  const canvas = new Canvas(columns * (drawnWidth + gap) - gap, rows * (drawnHeight + gap) - gap, colours.paper);
  shown.forEach((_, item) => {
    const [left, top] = [(item % columns) * (drawnWidth + gap), Math.floor(item / columns) * (drawnHeight + gap)];
    for (let y = 0; y < drawnHeight; y++) {
      for (let x = 0; x < drawnWidth; x++) {
        const [row, column] = [Math.floor(y / scale), Math.floor(x / scale)];
        const at = item * length + (Math.min(row, height - 1) * width + Math.min(column, width - 1)) * channels;
        const last = channels - 1;
        canvas.fill(left + x, top + y, 1, 1, [clean[at], clean[at + Math.min(1, last)], clean[at + last]]);
      }
    }
  });
  return pngOfCanvas(canvas);
}
