import type { Gate } from '../schemas/gate.ts';
import type { CompressionMeasurement } from '../schemas/compression-measurement.ts';
import type { CompressionTable } from '../schemas/compression-table.ts';
import type { Measurement } from '../schemas/measurement.ts';
import type { ModelRecord } from '../schemas/model-record.ts';
import { measuredOf, originOf, rowsByModel, tablesByOrigin, type OfModel } from './model-tables.ts';

/**
 * Gathers what the gates measured of compressions: a table for each architecture and data set, a row a model, a column a
 * compression. A model that was measured as it is has no column.
 *
 * @see Hu et al. 2021, table V and figure 5
 */
export function gatherCompressions(gates: readonly Gate[], models: readonly ModelRecord[]): CompressionTable[] {
  const isWanted = (measurement: Measurement): measurement is CompressionMeasurement =>
    measurement.kind === 'compression' && !measurement.uncompressed;
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
