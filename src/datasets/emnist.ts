import { join } from 'node:path';
import { InvalidDataError } from '../errors.ts';
import { checkOptions, folderPath, oneOf } from '../options.ts';
import { partOf, validateDataset } from '../splits/index.ts';
import type { Dataset, Split } from './contract.ts';
import { readIdx } from './formats/idx-file.ts';
import { findFile } from './formats/read-file.ts';
import { shareOf } from './formats/shares.ts';
import { folderOf, type FolderSet } from './named/folder-set.ts';

const digits = '0123456789';
const capitals = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
/** Letters whose small form is a class of its own where similar ones are merged. */
const merged = `${digits}${capitals}abdefghnqrt`;

/** The classes, the first label, and the numbers of items of each division. */
const divisions = {
  byclass: {
    classes: `${digits}${capitals}${capitals.toLowerCase()}`,
    first: 0,
    whole: { train: 697_932, test: 116_323 },
  },
  bymerge: { classes: merged, first: 0, whole: { train: 697_932, test: 116_323 } },
  balanced: { classes: merged, first: 0, whole: { train: 112_800, test: 18_800 } },
  letters: { classes: capitals, first: 1, whole: { train: 124_800, test: 20_800 } },
  digits: { classes: digits, first: 0, whole: { train: 240_000, test: 40_000 } },
  mnist: { classes: digits, first: 0, whole: { train: 60_000, test: 10_000 } },
} as const;

export interface EmnistOptions {
  /** Which division of the set: all 62 classes, similar letters merged (47), balanced (47), letters (26), digits or mnist (10). @defaultValue 'balanced' */
  readonly division?: keyof typeof divisions;
  /** Folder of the files. @defaultValue the folder `emnist` in DNN_DATA_DIR */
  readonly folder?: string;
}

const set: FolderSet = {
  name: 'emnist',
  reader: 'emnist',
  files: 'emnist-<division>-train-images-idx3-ubyte.gz and the three files beside it',
  origin: 'Get gzip.zip from https://www.nist.gov/itl/products-and-services/emnist-dataset and unpack it.',
};

/**
 * EMNIST: handwritten characters, 28×28 grey, in one of its six divisions. The files hold each image mirrored at its diagonal; items are
 * upright. Letters are numbered from 1 in the files, classes from 0.
 *
 * @throws InvalidDataError if there is no folder, or a file is damaged
 * @see Cohen et al. 2017, arXiv:1702.05373
 */
export function emnist(options: EmnistOptions = {}): Dataset {
  const limits = { division: oneOf(...Object.keys(divisions)), folder: folderPath };
  const { division = 'balanced', folder: given } = checkOptions('emnist', options, limits);
  const folder = folderOf(set, given);
  const { classes, first, whole } = divisions[division];
  const read = (part: string): Split => {
    const [images, labels] = ['images-idx3', 'labels-idx1'].map((kind) =>
      findFile(join(folder, `emnist-${division}-${part}-${kind}-ubyte`)),
    );
    return readSplit(images, labels, first, classes.length);
  };
  const splits = { train: read('train'), test: read('test') };
  const part = partOf({ ...splits, whole });
  const dataset: Dataset = {
    name: `emnist ${division}${part === undefined ? '' : ` (part: ${part})`}`,
    classNames: Array.from(classes),
    kind: 'image',
    whole,
    ...splits,
    source: { reader: 'emnist', options: { division, folder } },
  };
  validateDataset(dataset);
  return dataset;
}

function readSplit(imagePath: string, labelPath: string, first: number, classes: number): Split {
  const { values, shape } = readIdx(imagePath, 3);
  const { values: written } = readIdx(labelPath, 1);
  const [size, side, other] = shape;
  if (written.length !== size || side !== other)
    throw new InvalidDataError(
      `${imagePath} has the shape [${shape.join(', ')}], and ${labelPath} has ${written.length} labels.\n` +
        'Expected square images, and one label per image. Check that both files belong together.',
    );
  const wrong = written.findIndex((label) => label < first || label >= first + classes);
  if (wrong !== -1)
    throw new InvalidDataError(
      `${labelPath} has label ${written[wrong]} at offset ${8 + wrong} (unpacked).\nExpected labels from ${first} to ${first + classes - 1}. Get the file again.`,
    );
  const inputs = new Float32Array(values.length);
  for (let start = 0; start < values.length; start += side * side)
    for (let row = 0; row < side; row++)
      for (let column = 0; column < side; column++)
        inputs[start + row * side + column] = shareOf[values[start + column * side + row]];
  return { inputs, itemShape: [side, side, 1], labels: Int32Array.from(written, (label) => label - first), size };
}
