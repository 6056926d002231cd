import { csv } from './formats/csv.ts';
import { optionsAt } from './formats/location.ts';
import type { TextDataset } from './formats/text-dataset.ts';
import { openTextSet, type TextSet, type TextSetOptions } from './named/text-set.ts';

export interface YahooAnswersOptions extends TextSetOptions {
  /** Most rows that are read from each file: all of them take gigabytes. @defaultValue all */
  readonly limit?: number;
}

const set = (limit: number | undefined): TextSet => ({
  name: 'yahoo-answers',
  reader: 'yahooAnswers',
  files: 'train.csv, test.csv and classes.txt',
  origin:
    'Get yahoo_answers_csv.tar.gz of Zhang, Zhao and LeCun 2015 (https://arxiv.org/abs/1509.01626), and unpack it.',
  whole: { train: 1_400_000, test: 60_000 },
  read: (folder, options) =>
    csv({
      folder,
      header: false,
      label: 0,
      text: [1, 2, 3],
      firstLabel: 1,
      ...(limit !== undefined && { limit }),
      ...options,
    }),
});

/**
 * Yahoo! Answers: 1,400,000 + 60,000 questions, each with its title, its text and its best answer, on ten topics. Read from its CSV files:
 * `{ folder }`, or `DNN_DATA_DIR/yahoo-answers`.
 *
 * @throws InvalidDataError if there is no folder, or a file is malformed
 * @see Zhang, Zhao and LeCun 2015, arXiv:1509.01626
 */
export function yahooAnswers(location: YahooAnswersOptions = {}): TextDataset {
  const { limit, ...options }: YahooAnswersOptions = optionsAt('yahooAnswers', location);
  const dataset = openTextSet(set(limit), options);
  if (limit === undefined || !dataset.source) return dataset;
  return { ...dataset, source: { ...dataset.source, options: { ...dataset.source.options, limit } } };
}
