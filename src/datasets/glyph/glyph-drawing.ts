import type { Random } from '../../random/index.ts';
import { digits, type Point, type Stroke } from './glyph-strokes.ts';

export const glyphSize = 28;

/** Number of straight pieces that draw one span of a curve. */
const piecesPerSpan = 6;

/**
 * Draws one digit as one person would write it. It takes a variant of the strokes, moves every control point a little, bends
 * it by a smooth random field (elastic distortion), and rotates, shears, scales and shifts it (affine distortion). The pen
 * has a random width and pressure. Paper is exactly 0; ink varies slightly.
 *
 * @param pixels - [28 × 28], zeros; receives values in [0, 1]
 */
export function drawGlyph(digit: number, random: Random, pixels: Float32Array): void {
  const variants = digits[digit];
  const strokes = variants[random.integer(variants.length)];
  const toPaper = affine(random);
  const bend = elastic(random);
  const jitter = 0.024;
  const lines = strokes.map((stroke) => {
    const points = stroke.points.map(([x, y]): Point => [x + jitter * random.normal(), y + jitter * random.normal()]);
    return spline({ ...stroke, points }).map((point) => toPaper(bend(point)));
  });
  const radius = between(random, 1, 1.8);
  for (const line of lines) ink(pixels, line, radius);
  const pressure = between(random, 0.85, 1);
  for (let i = 0; i < pixels.length; i++) {
    if (pixels[i] > 0) pixels[i] = Math.min(1, Math.max(0, pixels[i] * (pressure + 0.06 * random.normal())));
  }
}

function between(random: Random, low: number, high: number): number {
  return low + (high - low) * random.uniform();
}

/** Rotates by up to 17°, shears by up to 0.25, scales to a height of 16 to 21 pixels and a separate width, shifts by up to 2. */
function affine(random: Random): (point: Point) => Point {
  const angle = between(random, -0.3, 0.3);
  const shear = between(random, -0.25, 0.25);
  const height = between(random, 16, 21);
  const width = height * between(random, 0.68, 1);
  const [shiftX, shiftY] = [between(random, -2, 2), between(random, -2, 2)];
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return ([x, y]) => {
    const [u, v] = [(x - 0.5 + shear * (0.5 - y)) * width, (y - 0.5) * height];
    return [glyphSize / 2 + shiftX + cos * u - sin * v, glyphSize / 2 + shiftY + sin * u + cos * v];
  };
}

/** A smooth displacement field: a sum of random plane waves of about one period across the digit. */
function elastic(random: Random): (point: Point) => Point {
  const waves = Array.from({ length: 4 }, () => ({
    kx: 2.2 * random.normal(),
    ky: 2.2 * random.normal(),
    phase: 2 * Math.PI * random.uniform(),
    ax: 0.035 * random.normal(),
    ay: 0.035 * random.normal(),
  }));
  return ([x, y]) => {
    let [movedX, movedY] = [x, y];
    for (const { kx, ky, phase, ax, ay } of waves) {
      const height = Math.sin(kx * x + ky * y + phase);
      movedX += ax * height;
      movedY += ay * height;
    }
    return [movedX, movedY];
  };
}

/** Points along the Catmull-Rom spline through the control points. */
function spline({ points, closed = false }: Stroke): Point[] {
  const n = points.length;
  const at = (i: number): Point => points[closed ? (i + n) % n : Math.min(n - 1, Math.max(0, i))];
  const line: Point[] = [];
  for (let span = 0; span < (closed ? n : n - 1); span++) {
    const [a, b, c, d] = [at(span - 1), at(span), at(span + 1), at(span + 2)];
    for (let piece = 0; piece < piecesPerSpan; piece++) {
      const t = piece / piecesPerSpan;
      line.push([catmullRom(a[0], b[0], c[0], d[0], t), catmullRom(a[1], b[1], c[1], d[1], t)]);
    }
  }
  line.push(at(closed ? 0 : n - 1));
  return line;
}

function catmullRom(a: number, b: number, c: number, d: number, t: number): number {
  return b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
}

/** Draws a line of the given radius; a pixel's value is its coverage by the pen, softened over one pixel. */
function ink(pixels: Float32Array, line: readonly Point[], radius: number): void {
  const reach = radius + 0.5;
  // squared distances that surely leave a pixel untouched, or cover it: computing a distance takes longer than all the rest
  const [beyond, within] = [reach * reach * 1.000001, (reach - 1) ** 2 * 0.999999];
  for (let i = 1; i < line.length; i++) {
    const [[x0, y0], [x1, y1]] = [line[i - 1], line[i]];
    const [dx, dy] = [x1 - x0, y1 - y0];
    const squared = dx * dx + dy * dy || 1;
    const top = Math.max(0, Math.ceil(Math.min(y0, y1) - reach));
    const bottom = Math.min(glyphSize - 1, Math.floor(Math.max(y0, y1) + reach));
    const left = Math.max(0, Math.ceil(Math.min(x0, x1) - reach));
    const right = Math.min(glyphSize - 1, Math.floor(Math.max(x0, x1) + reach));
    for (let y = top; y <= bottom; y++) {
      for (let x = left, at = y * glyphSize + left; x <= right; x++, at++) {
        if (pixels[at] === 1) continue;
        const along = (x - x0) * dx + (y - y0) * dy;
        const t = along <= 0 ? 0 : along >= squared ? 1 : along / squared;
        const [awayX, awayY] = [x - x0 - t * dx, y - y0 - t * dy];
        const away = awayX * awayX + awayY * awayY;
        if (away > beyond) continue;
        const value = away < within ? 1 : Math.min(1, reach - Math.sqrt(away));
        if (value > pixels[at]) pixels[at] = value;
      }
    }
  }
}
