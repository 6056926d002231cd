import type { FromSchema } from 'json-schema-to-ts';
import type { Gate } from '../schemas/gate.ts';
import type { CompressionMeasurement } from '../schemas/compression-measurement.ts';
import type { Measurement } from '../schemas/measurement.ts';
import type { ModelRecord } from '../schemas/model-record.ts';
import { measuredOf, originOf, rowsByModel, tablesByOrigin, type OfModel } from './model-tables.ts';

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

export type CompressionTable = FromSchema<typeof compressionTableSchema>;

/**
 * Gathers what the gates measured of compressions: a table for each architecture and data set, a row a model, a column a
 * compression.
 *
 * @see Hu et al. 2021, table V and figure 5
 */
export function gatherCompressions(gates: readonly Gate[], models: readonly ModelRecord[]): CompressionTable[] {
  const isWanted = (measurement: Measurement): measurement is CompressionMeasurement =>
    measurement.kind === 'compression' && measurement.compression !== 'no compression';
  return tablesByOrigin(measuredOf(gates, models, isWanted), (measured) => {
    const compressions = [...new Set(measured.map(({ measurement }) => measurement.compression))];
    return { ...originOf(measured), compressions, rows: rowsByModel(measured, (own) => changesOf(own, compressions)) };
  });
}

function changesOf(own: readonly OfModel<CompressionMeasurement>[], compressions: readonly string[]) {
  const [{ measurement }] = own;
  const found = compressions.map((name) => own.find((each) => each.measurement.compression === name)?.measurement);
  return {
    accuracy: measurement.accuracyBefore,
    inputs: measurement.inputs,
    changes: found.map((each) => each?.change ?? null),
    sizes: found.map((each) => (each ? each.bytesAfter / each.bytesBefore : null)),
  };
}
