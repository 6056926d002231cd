import { InvalidOptionError } from '../errors.ts';
import type { JsonObject } from '../json.ts';
import type { Dataset } from './contract.ts';
import { cifarBinary } from './formats/cifar-binary.ts';
import { cifar10 } from './cifar10.ts';
import { fashionMnist } from './fashion-mnist.ts';
import { glyphs } from './glyphs.ts';
import { idx } from './formats/idx.ts';
import { mnist } from './mnist.ts';
import { openStored } from './stored/open-stored.ts';
import { tsv } from './formats/tsv.ts';

/** The readers by name: how a data set is opened again in another process from its `source`. */
export const datasets: Readonly<Record<string, (options: JsonObject) => Dataset | Promise<Dataset>>> = {
  glyphs,
  mnist: () => mnist(),
  fashionMnist: () => fashionMnist(),
  cifar10: () => cifar10(),
  idx,
  cifarBinary,
  tsv,
  stored: ({ folder }) => openStored(String(folder)),
};

/**
 * Opens a data set from what it said of its source.
 *
 * @throws InvalidOptionError on a reader that does not exist
 */
export async function openDataset({ reader, options }: NonNullable<Dataset['source']>): Promise<Dataset> {
  const open = datasets[reader];
  if (open) return open(options);
  throw new InvalidOptionError(
    `openDataset: the reader is "${reader}".\nExpected one of ${Object.keys(datasets).join(', ')}.`,
  );
}
