import { readFileSync } from 'node:fs';

interface Golden {
  readonly texts: { readonly file: string };
  readonly numbers: { readonly file: string };
}

/** A MATLAB file of SciPy with X [5, 4, 3, 6] and y [6, 1]. */
export function digitsOfMatlab(): Buffer {
  const text = readFileSync(new URL('../../reference/golden/mat-files.json', import.meta.url), 'utf8');
  return Buffer.from((JSON.parse(text) as { files: { compressed: string } }).files.compressed, 'base64');
}

const golden = JSON.parse(
  readFileSync(new URL('../../reference/golden/parquet-files.json', import.meta.url), 'utf8'),
) as Golden;

/** A Parquet file of pyarrow: 12 rows with a text and the label no or yes. */
export const textTable = (): Buffer => Buffer.from(golden.texts.file, 'base64');

/** A Parquet file of pyarrow: 12 rows with the columns width, count, half, small, isOld, series and label. */
export const numberTable = (): Buffer => Buffer.from(golden.numbers.file, 'base64');
