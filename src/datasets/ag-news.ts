import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { csv } from './formats/csv.ts';
import type { TextDataset } from './formats/text-dataset.ts';
import { openTextSet, type TextSet, type TextSetOptions } from './named/text-set.ts';

const set: TextSet = {
  name: 'ag-news',
  reader: 'agNews',
  files: 'train.csv, test.csv and classes.txt',
  origin:
    'Get ag_news_csv.tar.gz of Zhang, Zhao and LeCun 2015, also at https://github.com/mhjabreel/CharCnn_Keras, and unpack it.',
  whole: { train: 120_000, test: 7600 },
  read: (folder, options) => {
    const hasTraining = ['train.csv', 'train.csv.gz'].some((name) => existsSync(join(folder, name)));
    const files = hasTraining ? {} : { train: 'test.csv' };
    return csv({ folder, header: false, label: 0, text: [1, 2], firstLabel: 1, ...files, ...options });
  },
};

/**
 * AG's News: 120,000 + 7,600 titles with descriptions on four topics. Read from its CSV files: `{ folder }`, or `DNN_DATA_DIR/ag-news`.
 * If only `test.csv` is there, every fifth of its rows is tested and the others are for training.
 *
 * @throws InvalidDataError if there is no folder, or a file is malformed
 * @see Zhang, Zhao and LeCun 2015, arXiv:1509.01626
 */
export function agNews(options?: TextSetOptions): TextDataset {
  return openTextSet(set, options);
}
