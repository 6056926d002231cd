import type { Gate } from '../schemas/gate.ts';
import type { CompressionMeasurement } from '../schemas/compression-measurement.ts';
import type { CompressionTable } from '../schemas/compression-table.ts';
import type { Measurement } from '../schemas/measurement.ts';
import type { ModelRecord } from '../schemas/model-record.ts';
import { measuredOf, originOf, rowsByModel, tablesByOrigin, type OfModel } from './model-tables.ts';

/**
 * Gathers the compressions that were measured for the gates. A measurement without compression adds no column.
 *
 * @returns one table per architecture and data set, with a row per model and a column per compression
 * @see Hu et al. 2021, table V and figure 5
 */
export function gatherCompressions(gates: readonly Gate[], models: readonly ModelRecord[]): CompressionTable[] {
  const isWanted = (measurement: Measurement): measurement is CompressionMeasurement =>
    measurement.kind === 'compression' && !measurement.uncompressed;
  return tablesByOrigin(measuredOf(gates, models, isWanted), (measured) => {
    const compressions = [...new Set(measured.map(({ measurement }) => measurement.compression))];
    return {
      ...originOf(measured),
      compressions,
      rows: rowsByModel(measured, (ofModel) => changesOf(ofModel, compressions)),
    };
  });
}

function changesOf(ofModel: readonly OfModel<CompressionMeasurement>[], compressions: readonly string[]) {
  const [{ measurement }] = ofModel;
  const measurements = compressions.map(
    (name) => ofModel.find((item) => item.measurement.compression === name)?.measurement,
  );
  return {
    accuracy: measurement.accuracyBefore,
    inputs: measurement.inputs,
    changes: measurements.map((item) => item?.change ?? null),
    sizes: measurements.map((item) => (item ? item.bytesAfter / item.bytesBefore : null)),
  };
}
