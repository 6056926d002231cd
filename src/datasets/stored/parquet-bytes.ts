import type { ColumnSource, ParquetWriteOptions } from 'hyparquet-writer';
import { InvalidDataError, InvalidOptionError } from '../../errors.ts';
import { show } from '../../show.ts';
import { itemSize } from '../../splits/index.ts';
import type { Split } from '../contract.ts';
import { pngName, pngOfItem } from './png-items.ts';

/** Names that a table is written with. */
export interface TableNames {
  readonly classNames?: readonly string[];
  readonly featureNames?: readonly string[];
}

/** Columns of a table, and what Hugging Face says of them. */
interface Columns {
  readonly data: readonly ColumnSource[];
  readonly schema: NonNullable<ParquetWriteOptions['schema']>;
  readonly features: Readonly<Record<string, unknown>>;
}

/** The kind of every column: `datasets`` ignores what the metadata say of one that cannot be null, so the names of classes would be lost. */
const nullable = 'OPTIONAL';

/** Rows that are compressed and read together. */
const rowsTogether = { pictures: 1000, others: 100_000 };

/**
 * Returns the bytes of a Parquet file of a split, as the library `datasets` of Hugging Face writes it: a column `image` of PNG bytes with their
 * names, or `text`, or a column of float32 per feature; and `label`, whose class names are in the metadata of the file.
 *
 * @throws InvalidDataError if the items are neither pictures in [0, 1], nor texts, nor rows of a table; InvalidOptionError if there is not one
 *   name per feature
 */
export async function parquetBytes(split: Split, names: TableNames): Promise<Uint8Array> {
  const { parquetWriteBuffer } = await import('hyparquet-writer');
  const { labels, itemShape, texts } = split;
  const isPicture = texts === undefined && itemShape.length > 1;
  const { data, schema, features } = isPicture ? pictures(split) : texts ? textColumn(texts) : numbers(split, names);
  const classes =
    names.classNames ?? Array.from({ length: 1 + labels.reduce((a, b) => Math.max(a, b), 0) }, (_, k) => `${k}`);
  const info = { info: { features: { ...features, label: { names: classes, _type: 'ClassLabel' } } } };
  return new Uint8Array(
    parquetWriteBuffer({
      columnData: [...data, { name: 'label', data: BigInt64Array.from(labels, BigInt) as never }],
      schema: [
        { name: 'root', num_children: data.length + 1 },
        ...schema,
        { name: 'label', type: 'INT64', repetition_type: nullable },
      ],
      rowGroupSize: isPicture ? rowsTogether.pictures : rowsTogether.others,
      kvMetadata: [{ key: 'huggingface', value: JSON.stringify(info) }],
    }),
  );
}

function pictures(split: Split): Columns {
  const pngOf = pngOfItem(split, "'parquet'");
  const data = Array.from({ length: split.size }, (_, at) => ({ bytes: pngOf(at), path: pngName(at, split) }));
  return {
    data: [{ name: 'image', data, codec: 'UNCOMPRESSED' }],
    schema: [
      { name: 'image', num_children: 2, repetition_type: nullable },
      { name: 'bytes', type: 'BYTE_ARRAY', repetition_type: nullable },
      { name: 'path', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: nullable },
    ],
    features: { image: { _type: 'Image' } },
  };
}

const textColumn = (texts: readonly string[]): Columns => ({
  data: [{ name: 'text', data: [...texts] }],
  schema: [{ name: 'text', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: nullable }],
  features: { text: { dtype: 'string', _type: 'Value' } },
});

function numbers(split: Split, { featureNames }: TableNames): Columns {
  const { inputs, size } = split;
  const columns = itemSize(split);
  if (inputs instanceof Int32Array)
    throw new InvalidDataError(
      "saveSplit: the inputs are token ids without their texts.\nExpected texts, rows of numbers or pictures for the format 'parquet'. Save them as .npz.",
    );
  const names = featureNames ?? Array.from({ length: columns }, (_, at) => `feature ${at}`);
  const unusable = names.length !== columns || new Set([...names, 'label']).size !== columns + 1;
  if (unusable)
    throw new InvalidOptionError(
      `saveSplit: featureNames is ${show(featureNames)}.\nExpected ${columns} different names, none of them "label".\nPass one name per column of the inputs.`,
    );
  const valuesOf = (column: number) => Float32Array.from({ length: size }, (_, at) => inputs[at * columns + column]);
  return {
    data: names.map((name, column) => ({ name, data: valuesOf(column) as never })),
    schema: names.map((name) => ({ name, type: 'FLOAT', repetition_type: nullable })),
    features: Object.fromEntries(names.map((name) => [name, { dtype: 'float32', _type: 'Value' }])),
  };
}
