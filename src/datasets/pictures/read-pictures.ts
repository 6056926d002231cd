import { readFileSync } from 'node:fs';
import { InvalidDataError } from '../../errors.ts';
import { pacing, type Pace } from '../../pace.ts';
import type { Progress } from '../../progress.ts';
import type { Split } from '../contract.ts';
import { shareOf } from '../formats/shares.ts';
import { loadDecoders } from './decode.ts';
import { withChannels, type Picture, type PictureHeader } from './picture.ts';
import { resize } from './resize.ts';

/** An encoded picture with its label. */
export interface PictureSource {
  /** Its place, for errors. */
  readonly name: string;
  /** Its name among the items. */
  readonly id: string;
  readonly label: number;
  readonly read: () => Buffer;
}

/** How pictures become items. */
export interface PictureRules {
  /** Height and width, which other pictures are resized to. Null: all have those of the first one. */
  readonly size: readonly [number, number] | null;
  /** Null: all are as the first one, grey or in colours. */
  readonly channels: 1 | 3 | null;
  /** Whether pictures that cannot be decoded are left out. */
  readonly skipDamaged: boolean;
}

/** What all pictures of a data set have in common. */
export interface Form {
  readonly height: number;
  readonly width: number;
  readonly channels: 1 | 3;
  /** The picture that it is taken from, for errors. */
  readonly name: string;
}

/** Most values of a split: 16 GiB. */
const mostValues = 2 ** 32;

/** Returns a picture of a file. */
export const fileSource = (name: string, id: string, label: number): PictureSource => ({
  name,
  id,
  label,
  read: () => readPicture(name),
});

function readPicture(name: string): Buffer {
  try {
    return readFileSync(name);
  } catch (cause) {
    throw new InvalidDataError(
      `${name} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}.\nExpected a readable file. Check its path and permissions.`,
      { cause },
    );
  }
}

/**
 * Decodes pictures to values in [0, 1], one after another into the inputs of the split: a byte b becomes b / 255.
 *
 * @param form - what they must have in common. @defaultValue that of the first picture
 * @returns the split, the names of pictures that are left out, and the form
 * @throws InvalidDataError on a picture that is damaged or of another size or kind of colours, unless a rule covers it
 */
export async function readPictures(
  sources: readonly PictureSource[],
  rules: PictureRules,
  progress: Progress,
  form?: Form,
): Promise<{ readonly split: Split; readonly skipped: readonly string[]; readonly form: Form | undefined }> {
  const decode = await loadDecoders(sources.every(({ name }) => name.endsWith('.png')));
  const pace: Pace = pacing('decode', progress);
  const labels = new Int32Array(sources.length);
  const [ids, skipped]: [string[], string[]] = [[], []];
  let common = form;
  let inputs = new Float32Array();
  for (const [at, source] of sources.entries()) {
    const { name, id, label, read } = source;
    let picture: Picture | undefined;
    let isMisfit = false;
    try {
      picture = decode(read(), name, (header) => {
        isMisfit = true;
        if (rules.size === null && common) checkSameSize(name, header, common);
        isMisfit = false;
      });
    } catch (error) {
      if (isMisfit || !rules.skipDamaged || !(error instanceof InvalidDataError)) throw error;
      skipped.push(name);
    }
    if (picture) {
      const channels = rules.channels ?? common?.channels ?? picture.channels;
      if (channels !== picture.channels && rules.channels === null) throw mixed(name, picture, common as Form);
      const [height, width] = rules.size ?? [picture.height, picture.width];
      common ??= { height, width, channels, name };
      const length = height * width * channels;
      if (inputs.length === 0) inputs = roomFor(sources.length, length, common);
      const { values } = resize(withChannels(picture, channels), width, height);
      share(values, inputs, ids.length * length);
      labels[ids.length] = label;
      ids.push(id);
    }
    await pace(at + 1, sources.length);
  }
  const size = ids.length;
  const length = common ? common.height * common.width * common.channels : 0;
  const split: Split = {
    inputs: skipped.length === 0 ? inputs : inputs.slice(0, size * length),
    itemShape: common ? [common.height, common.width, common.channels] : [],
    labels: labels.slice(0, size),
    size,
    ids,
  };
  return { split, skipped, form: common };
}

/** The values of a picture divided by the largest possible one. */
function share(values: Uint8Array | Uint16Array, into: Float32Array, at: number): void {
  if (values instanceof Uint8Array) for (let i = 0; i < values.length; i++) into[at + i] = shareOf[values[i]];
  else for (let i = 0; i < values.length; i++) into[at + i] = values[i] / 65_535;
}

function roomFor(count: number, length: number, { name, height, width }: Form): Float32Array<ArrayBuffer> {
  try {
    if (count * length <= mostValues) return new Float32Array(count * length);
  } catch {
    // memory is exhausted
  }
  throw new InvalidDataError(
    `${count} pictures of ${height} × ${width} pixels, the size of ${name}, take ${((4 * count * length) / 2 ** 30).toFixed(0)} GiB.\n` +
      'Expected what fits into memory. Pass a smaller size, such as size: 64.',
  );
}

function checkSameSize(name: string, { height, width }: PictureHeader, common: Form): void {
  if (height === common.height && width === common.width) return;
  throw new InvalidDataError(
    `${name} has ${height} × ${width} pixels (height × width), and ${common.name} ${common.height} × ${common.width}.\n` +
      `Expected one size. Pass size: [${common.height}, ${common.width}] or another one to resize the pictures.`,
  );
}

const mixed = (name: string, { channels }: Picture, common: Form): InvalidDataError =>
  new InvalidDataError(
    `${name} is ${channels === 1 ? 'grey' : 'in colours'}, and ${common.name} is ${common.channels === 1 ? 'grey' : 'in colours'}.\n` +
      'Expected one of both. Pass channels: 3 to repeat grey in three channels, or channels: 1 to make colours grey.',
  );
