import { damaged, type Picture } from './picture.ts';

/** The properties that the values of a PNG picture are stored by. */
export interface PngForm {
  readonly width: number;
  readonly height: number;
  /** Bits per sample: 1, 2, 4, 8 or 16. */
  readonly depth: number;
  /** 0 grey, 2 colours, 3 palette, 4 grey with alpha, 6 colours with alpha. */
  readonly colour: number;
  readonly isInterlaced: boolean;
}

/** A part of the pixels that is stored together: all of them, or a pass of an interlaced picture. */
interface Pass {
  readonly left: number;
  readonly top: number;
  readonly across: number;
  readonly down: number;
  readonly columns: number;
  readonly rows: number;
  readonly rowBytes: number;
}

/** Samples per pixel by the type of colours. */
const samplesOf: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/** Left, top, and the distance of columns and rows, of the seven passes of Adam7. */
const adam7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

/** Returns the passes of a picture that have pixels. Each row is stored as a byte that names its filter, and `rowBytes` bytes. */
export function passesOf({ width, height, depth, colour, isInterlaced }: PngForm): Pass[] {
  const starts: readonly (readonly [number, number, number, number])[] = isInterlaced ? adam7 : [[0, 0, 1, 1]];
  return starts
    .map(([left, top, across, down]) => {
      const [columns, rows] = [Math.ceil((width - left) / across), Math.ceil((height - top) / down)];
      const rowBytes = Math.ceil((columns * samplesOf[colour] * depth) / 8);
      return { left, top, across, down, columns, rows, rowBytes };
    })
    .filter(({ columns, rows }) => columns > 0 && rows > 0);
}

/**
 * Makes a picture of its unpacked rows.
 *
 * @param bytes - the rows of all passes; they are overwritten
 * @throws InvalidDataError on an unknown filter or a colour outside of the palette
 */
export function pictureOf(form: PngForm, bytes: Uint8Array, palette: Uint8Array | undefined, name: string): Picture {
  const { width, height, depth, colour } = form;
  const samples = samplesOf[colour];
  const channels = colour === 0 || colour === 4 ? 1 : 3;
  const isDeep = depth === 16 && colour === 0;
  const values = new (isDeep ? Uint16Array : Uint8Array)(width * height * channels);
  const row = new Uint8Array(width * samples); // one byte per sample, the upper one of two
  let start = 0;
  for (const pass of passesOf(form)) {
    unfilter(bytes, start, pass, Math.max(1, (samples * depth) / 8), name);
    for (let y = 0; y < pass.rows; y++) {
      const at = start + y * (pass.rowBytes + 1) + 1;
      const place = ((pass.top + y * pass.down) * width + pass.left) * channels;
      const step = pass.across * channels;
      if (isDeep) {
        for (let x = 0; x < pass.columns; x++)
          values[place + x * step] = (bytes[at + 2 * x] << 8) | bytes[at + 2 * x + 1];
      } else if (colour === 3) {
        samplesIn(bytes, at, depth, pass.columns, 1, row);
        paint(row, pass.columns, palette as Uint8Array, values, place, step, name);
      } else if (depth === 8 && samples === channels && pass.across === 1) {
        values.set(bytes.subarray(at, at + pass.rowBytes), place);
      } else {
        samplesIn(bytes, at, depth, pass.columns * samples, depth < 8 ? 255 / (2 ** depth - 1) : 1, row);
        for (let x = 0; x < pass.columns; x++)
          for (let c = 0; c < channels; c++) values[place + x * step + c] = row[x * samples + c];
      }
    }
    start += pass.rows * (pass.rowBytes + 1);
  }
  return { width, height, channels, values };
}

/** Reads samples of 1, 2, 4 or 8 bits, or the upper byte of 16 bits, each multiplied by `scale`. */
function samplesIn(bytes: Uint8Array, at: number, depth: number, count: number, scale: number, into: Uint8Array): void {
  if (depth >= 8) {
    const step = depth / 8;
    for (let i = 0; i < count; i++) into[i] = bytes[at + i * step];
    return;
  }
  const mask = 2 ** depth - 1;
  for (let i = 0; i < count; i++) {
    const bit = i * depth;
    into[i] = ((bytes[at + (bit >> 3)] >> (8 - depth - (bit & 7))) & mask) * scale;
  }
}

function paint(
  row: Uint8Array,
  count: number,
  palette: Uint8Array,
  values: Uint8Array | Uint16Array,
  place: number,
  step: number,
  name: string,
): void {
  for (let x = 0; x < count; x++) {
    const from = 3 * row[x];
    if (from >= palette.length)
      throw damaged(name, `it has the colour ${row[x]}, and a palette of ${palette.length / 3}`);
    const to = place + x * step;
    values[to] = palette[from];
    values[to + 1] = palette[from + 1];
    values[to + 2] = palette[from + 2];
  }
}

/** Undoes the filters of the rows of a pass, in place. `distance` is the number of bytes of a pixel. */
function unfilter(bytes: Uint8Array, start: number, { rows, rowBytes }: Pass, distance: number, name: string): void {
  for (let y = 0; y < rows; y++) {
    const at = start + y * (rowBytes + 1) + 1;
    const above = y === 0 ? -1 : at - rowBytes - 1;
    const filter = bytes[at - 1];
    if (filter > 4) throw damaged(name, `row ${y} has the filter ${filter}, and the last one is 4`);
    if (filter === 1) addLeft(bytes, at, rowBytes, distance);
    else if (filter === 2 && above >= 0) for (let i = 0; i < rowBytes; i++) bytes[at + i] += bytes[above + i];
    else if (filter === 3) addAverage(bytes, at, above, rowBytes, distance);
    else if (filter === 4) addPaeth(bytes, at, above, rowBytes, distance);
  }
}

function addLeft(bytes: Uint8Array, at: number, length: number, distance: number): void {
  for (let i = distance; i < length; i++) bytes[at + i] += bytes[at + i - distance];
}

function addAverage(bytes: Uint8Array, at: number, above: number, length: number, distance: number): void {
  for (let i = 0; i < length; i++) {
    const left = i < distance ? 0 : bytes[at + i - distance];
    bytes[at + i] += (left + (above < 0 ? 0 : bytes[above + i])) >> 1;
  }
}

/** Adds the neighbour that is nearest to left + above − above left. Without branches: on photographs they take twice the time. */
function addPaeth(bytes: Uint8Array, at: number, above: number, length: number, distance: number): void {
  if (above < 0) return addLeft(bytes, at, length, distance);
  for (let i = 0; i < Math.min(distance, length); i++) bytes[at + i] += bytes[above + i];
  for (let i = distance; i < length; i++) {
    const left = bytes[at + i - distance];
    const up = bytes[above + i];
    const corner = bytes[above + i - distance];
    const down = up - corner;
    const right = left - corner;
    const both = down + right;
    const toLeft = (down ^ (down >> 31)) - (down >> 31);
    const toUp = (right ^ (right >> 31)) - (right >> 31);
    const toCorner = (both ^ (both >> 31)) - (both >> 31);
    const isOther = ((toUp - toLeft) | (toCorner - toLeft)) >> 31; // all bits set, or none
    const isCorner = (toCorner - toUp) >> 31;
    bytes[at + i] += (left & ~isOther) | (isOther & ((up & ~isCorner) | (corner & isCorner)));
  }
}
