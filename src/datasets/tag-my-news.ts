import type { TextDataset } from './formats/text-dataset.ts';
import { tsv } from './formats/tsv.ts';
import { openTextSet, type TextSet, type TextSetOptions } from './named/text-set.ts';

const set: TextSet = {
  name: 'tagmynews',
  reader: 'tagMyNews',
  files: 'train.tsv, test.tsv and labels.txt, as tsv reads them',
  origin:
    'Get dataset/tagmynews.tsv of https://github.com/AIRobotZhang/STCKA, and divide its rows into train.tsv and test.tsv: label<TAB>text, labels from 0.',
  whole: 32_604,
  read: (folder, options) => tsv({ folder, ...options }),
};

/**
 * TagMyNews: 32,604 headlines of news on seven topics. There is no official division into training and test data. Read from TSV files
 * as `tsv` reads them: `{ folder }`, or `DNN_DATA_DIR/tagmynews`.
 *
 * @throws InvalidDataError if there is no folder, or a file is malformed
 * @see Vitale, Ferragina and Scaiella 2012, Classification of short texts by deploying topical annotations, ECIR
 */
export function tagMyNews(options?: TextSetOptions): TextDataset {
  return openTextSet(set, options);
}
