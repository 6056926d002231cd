import { callback, checkOptions, flag, type Limit } from '../../options.ts';
import { InvalidDataError } from '../../errors.ts';
import type { Progress } from '../../progress.ts';
import { validateDataset } from '../../splits/index.ts';
import type { Dataset } from '../contract.ts';
import { readPictures, type PictureRules, type PictureSource } from './read-pictures.ts';

/** Options of the readers of pictures. */
export interface PictureOptions {
  /**
   * Side, or height and width, of every item. Pictures of another size are resized as Pillow's `BILINEAR` does, without regard to the ratio
   * of their sides. @defaultValue the size of the first picture, which all must have
   */
  readonly size?: number | readonly [height: number, width: number] | null;
  /**
   * 1: colours become grey, as Pillow's `convert('L')` does. 3: grey is repeated. @defaultValue as the first picture; grey and colours
   * together are refused
   */
  readonly channels?: 1 | 3 | null;
  /** Leaves pictures out that cannot be decoded. The name of the data set then counts them. @defaultValue false */
  readonly skipDamaged?: boolean;
  /** Receives the progress of decoding, in pictures. @defaultValue lines on stderr, from 5,000 pictures on */
  readonly progress?: Progress;
}

const isSide = (value: unknown): boolean =>
  Number.isSafeInteger(value) && (value as number) > 0 && (value as number) <= 65_535;

export const pictureLimits: Readonly<Record<'size' | 'channels' | 'skipDamaged', Limit>> = {
  size: {
    expected: 'a side in pixels from 1 to 65535, or [height, width]',
    holds: (value) => isSide(value) || (Array.isArray(value) && value.length === 2 && Array.from(value).every(isSide)),
    anyType: true,
  },
  channels: { expected: '1 (grey) or 3 (colours)', holds: (value) => value === 1 || value === 3, anyType: true },
  skipDamaged: flag,
};

/** @throws InvalidOptionError if it is no function */
export const checkProgress = (owner: string, progress: Progress | undefined): Progress | undefined =>
  checkOptions(owner, progress === undefined ? {} : { progress }, { progress: callback }).progress;

/** The rules of reading pictures, by the options. */
export const rulesOf = ({ size, channels, skipDamaged }: Required<Omit<PictureOptions, 'progress'>>): PictureRules => ({
  size: typeof size === 'number' ? [size, size] : size,
  channels,
  skipDamaged,
});

interface Parts extends Pick<Dataset, 'name' | 'classNames'> {
  readonly train: readonly PictureSource[];
  readonly test: readonly PictureSource[];
  readonly source: NonNullable<Dataset['source']>;
}

/**
 * Decodes the pictures of both splits. Those of the test split must have the size and the channels of the training split.
 *
 * @throws InvalidDataError as `readPictures` does, and if no picture is left
 */
export async function pictureDataset(
  { name, classNames, train, test, source }: Parts,
  rules: PictureRules,
  progress: Progress = printDecoding(name),
): Promise<Dataset> {
  const total = train.length + test.length;
  const from =
    (start: number): Progress =>
    ({ done = 0, ...event }) =>
      progress({ ...event, done: start + done, total });
  const first = await readPictures(train, rules, from(0));
  const second = await readPictures(test, rules, from(train.length), first.form);
  progress({ task: 'decode', done: total, total });
  const skipped = [...first.skipped, ...second.skipped];
  if (first.split.size === 0 || second.split.size === 0) throw allDamaged(name, skipped);
  const dataset: Dataset = {
    name:
      skipped.length === 0 ? name : `${name} (without ${count(skipped.length)} damaged of ${count(total)} pictures)`,
    classNames,
    kind: 'image',
    train: first.split,
    test: second.split,
    ...(skipped.length > 0 && { whole: { train: train.length, test: test.length } }),
    source,
  };
  validateDataset(dataset);
  return dataset;
}

const count = (size: number): string => size.toLocaleString('en-US');

const allDamaged = (name: string, skipped: readonly string[]): InvalidDataError =>
  new InvalidDataError(
    `No picture of a split of "${name}" can be decoded; the first is ${skipped[0]}.\nExpected PNG, JPEG or WebP pictures. Omit skipDamaged to see why.`,
  );

/** Fewer pictures take no time to speak of. */
const longTask = 5000;

/** Prints the progress of decoding to stderr, one line per tenth. */
function printDecoding(name: string): Progress {
  let printed = 0;
  return ({ done = 0, total = 0 }) => {
    const tenths = Math.floor((10 * done) / total);
    if (total < longTask || tenths <= printed) return;
    printed = tenths;
    process.stderr.write(
      `vitest-dnn: decode ${name} ${'█'.repeat(tenths).padEnd(10, '░')} ${count(done)} of ${count(total)} pictures\n`,
    );
  };
}
