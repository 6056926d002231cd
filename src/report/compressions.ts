import type { FromSchema } from 'json-schema-to-ts';
import type { Gate } from './gate.ts';
import type { CompressionMeasurement } from './measurement.ts';
import type { ModelRecord } from './model-record.ts';
import { groupBy, order } from './runs.ts';

const share = { type: 'number', minimum: 0, maximum: 1 } as const;

/** What compressions do to one model. */
export const compressionRowSchema = {
  type: 'object',
  properties: {
    /** `id` of the model's record; null for a model that no fixture made. */
    model: { type: ['string', 'null'] },
    name: { type: 'string' },
    /** Null where all labels were used, or nothing is known. */
    acquisition: { type: ['string', 'null'] },
    /** Before any compression. */
    accuracy: share,
    inputs: { type: 'integer', minimum: 0 },
    /** Change of accuracy in points, in the order of the table's compressions; null where it was not measured. */
    changes: { type: 'array', items: { type: ['number', 'null'] } },
    /** Bytes after, as a share of the bytes before. */
    sizes: { type: 'array', items: { type: ['number', 'null'] } },
  },
  required: ['model', 'name', 'acquisition', 'accuracy', 'inputs', 'changes', 'sizes'],
  additionalProperties: false,
} as const;

/** Compressions of the models of one architecture on one data set. */
export const compressionTableSchema = {
  type: 'object',
  properties: {
    dataset: { type: ['string', 'null'] },
    architecture: { type: ['string', 'null'] },
    compressions: { type: 'array', items: { type: 'string' } },
    rows: { type: 'array', items: compressionRowSchema },
  },
  required: ['dataset', 'architecture', 'compressions', 'rows'],
  additionalProperties: false,
} as const;

export type CompressionRow = FromSchema<typeof compressionRowSchema>;
export type CompressionTable = FromSchema<typeof compressionTableSchema>;

interface Measured {
  readonly record: ModelRecord | undefined;
  readonly measurement: CompressionMeasurement;
}

/**
 * Gathers what the gates measured of compressions: a table for each architecture and data set, a row a model, a column a
 * compression. Models trained by an acquisition function come first, by name; those trained on everything last.
 *
 * @see Hu et al. 2021, table V and figure 5
 */
export function gatherCompressions(gates: readonly Gate[], models: readonly ModelRecord[]): CompressionTable[] {
  const byId = new Map(models.map((record) => [record.id, record]));
  const measured = gates.flatMap(({ measurement, model }): Measured[] =>
    measurement.kind === 'compression' && measurement.compression !== 'no compression'
      ? [{ record: byId.get(model ?? ''), measurement }]
      : [],
  );
  const tables = groupBy(measured, ({ record }) =>
    JSON.stringify([record?.dataset ?? null, record?.architecture ?? null]),
  );
  return [...tables.values()]
    .map(tableOf)
    .sort((a, b) => order(a.dataset ?? '', b.dataset ?? '') || order(a.architecture ?? '', b.architecture ?? ''));
}

function tableOf(measured: readonly Measured[]): CompressionTable {
  const [{ record }] = measured;
  const compressions = [...new Set(measured.map(({ measurement }) => measurement.compression))];
  const rows = groupBy(measured, (each) => each.record?.id ?? `: ${each.measurement.subject}`);
  return {
    dataset: record?.dataset ?? null,
    architecture: record?.architecture ?? null,
    compressions,
    rows: [...rows.values()]
      .map((own) => rowOf(own, compressions))
      .sort((a, b) => Number(a.acquisition === null) - Number(b.acquisition === null) || order(a.name, b.name)),
  };
}

function rowOf(own: readonly Measured[], compressions: readonly string[]): CompressionRow {
  const [{ record, measurement }] = own;
  const found = compressions.map((name) => own.find((each) => each.measurement.compression === name)?.measurement);
  return {
    model: record?.id ?? null,
    name: record?.name ?? measurement.subject,
    acquisition: record?.acquisition ?? null,
    accuracy: measurement.accuracyBefore,
    inputs: measurement.inputs,
    changes: found.map((each) => each?.change ?? null),
    sizes: found.map((each) => (each ? each.bytesAfter / each.bytesBefore : null)),
  };
}
