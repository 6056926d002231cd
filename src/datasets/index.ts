import { InvalidOptionError } from '../errors.ts';
import type { JsonObject } from '../json.ts';
import { checkNames } from '../options.ts';
import { cifar10 } from './cifar10.ts';
import { cifar100 } from './cifar100.ts';
import type { Dataset } from './contract.ts';
import { emnist } from './emnist.ts';
import { quickDraw } from './quick-draw.ts';
import { svhn } from './svhn.ts';
import { tinyImageNet } from './tiny-image-net.ts';
import { fashionMnist } from './fashion-mnist.ts';
import { csv } from './formats/csv.ts';
import { jsonl } from './formats/jsonl.ts';
import { textFolder } from './formats/text-folder.ts';
import { agNews } from './ag-news.ts';
import { imdb } from './imdb.ts';
import { tagMyNews } from './tag-my-news.ts';
import { yahooAnswers } from './yahoo-answers.ts';
import { imageFolder } from './formats/image-folder.ts';
import { parquet } from './formats/parquet.ts';
import { npy } from './formats/npy.ts';
import { npz } from './formats/npz.ts';
import { cifarBinary } from './formats/cifar-binary.ts';
import { idx } from './formats/idx.ts';
import { show } from '../show.ts';
import { tsv } from './formats/tsv.ts';
import { glyphs } from './glyphs.ts';
import { headlines } from './headlines.ts';
import { headlineSynonyms } from './headline/synonyms.ts';
import { mnist } from './mnist.ts';
import { openStored } from './stored/open-stored.ts';

/** The readers by name; they open a data set in another process from its `source`. */
export const datasets: Readonly<Record<string, (options: JsonObject) => Dataset | Promise<Dataset>>> = {
  glyphs,
  headlines,
  mnist,
  fashionMnist,
  cifar10,
  cifar100,
  svhn,
  emnist,
  tinyImageNet,
  quickDraw,
  idx,
  cifarBinary,
  tsv,
  csv,
  jsonl,
  textFolder,
  npy,
  npz,
  imageFolder,
  parquet,
  imdb,
  tagMyNews,
  agNews,
  yahooAnswers,
  stored: (options) => openStored(options as { readonly folder: string }),
};

/**
 * Opens a data set from its `source`.
 *
 * @throws InvalidOptionError on an unknown reader
 */
export async function openDataset(source: NonNullable<Dataset['source']>): Promise<Dataset> {
  checkNames('openDataset', source, ['reader', 'options']);
  const { reader, options } = source;
  const open = typeof reader === 'string' && Object.hasOwn(datasets, reader) ? datasets[reader] : undefined;
  if (open) return open(options);
  throw new InvalidOptionError(
    `openDataset: the reader is ${typeof reader === 'string' ? `"${reader}"` : show(reader)}.\nExpected one of ${Object.keys(datasets).join(', ')}.\nCorrect the source of the data set.`,
  );
}

export { agNews, csv, imdb, jsonl, tagMyNews, textFolder, yahooAnswers };
export { cifar10, cifarBinary, fashionMnist, glyphs, headlines, headlineSynonyms, idx, mnist, openStored, tsv };
export { cifar100, emnist, quickDraw, svhn, tinyImageNet };
export { imageFolder, npy, npz, parquet };
export { saveSplit, type SaveSplitOptions } from './stored/save-split.ts';
export { storeDataset } from './stored/store.ts';
export type { DataKind, Dataset, Split } from './contract.ts';
export type { CifarBinaryOptions } from './formats/cifar-binary.ts';
export type { IdxOptions } from './formats/idx.ts';
export type { TextDataset, TextOptions } from './formats/text-dataset.ts';
export type { ArrayOptions } from './arrays/array-dataset.ts';
export type { ImageFolderOptions } from './formats/image-folder.ts';
export type { PictureOptions } from './pictures/picture-dataset.ts';
export type { ParquetOptions } from './formats/parquet.ts';
export type { Cifar100Options } from './cifar100.ts';
export type { EmnistOptions } from './emnist.ts';
export type { QuickDrawOptions } from './quick-draw.ts';
export type { TinyImageNetOptions } from './tiny-image-net.ts';
export type { NpyOptions } from './formats/npy.ts';
export type { NpzOptions } from './formats/npz.ts';
export type { CsvOptions } from './formats/csv.ts';
export type { JsonlOptions } from './formats/jsonl.ts';
export type { TextFolderOptions } from './formats/text-folder.ts';
export type { TextRowsOptions } from './formats/text-rows.ts';
export type { TsvOptions } from './formats/tsv.ts';
export type { TextSetOptions } from './named/text-set.ts';
export type { YahooAnswersOptions } from './yahoo-answers.ts';
export type { OpenStoredOptions } from './stored/open-stored.ts';
export type { PartOfSpeech } from './headline/words.ts';
export type { GlyphsOptions } from './glyphs.ts';
export type { HeadlinesOptions } from './headlines.ts';
export type { NamedSetOptions } from './named/named-set.ts';
