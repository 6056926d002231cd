import type { Gate } from '../schemas/gate.ts';
import type { Measurement } from '../schemas/measurement.ts';
import type { ModelRecord } from '../schemas/model-record.ts';
import { groupBy, order } from '../groups.ts';

/** A measurement of a model, with its record if a fixture made the model. */
export interface OfModel<M extends Measurement> {
  readonly record?: ModelRecord;
  readonly measurement: M;
}

/** Fields of every table of models. */
interface Origin {
  readonly dataset: string | null;
  readonly architecture: string | null;
}

/** Fields of every row of such a table. */
interface ModelRow {
  /** `id` of the model's record; null for a model without a fixture. */
  readonly model: string | null;
  readonly name: string;
  /** Null if all labels were used, or the record is unknown. */
  readonly acquisition: string | null;
}

/** @returns the wanted measurements of the gates, with the records of their models */
export function measuredOf<M extends Measurement>(
  gates: readonly Gate[],
  models: readonly ModelRecord[],
  isWanted: (measurement: Measurement) => measurement is M,
): OfModel<M>[] {
  const byId = new Map(models.map((record) => [record.id, record]));
  return gates.flatMap(({ measurement, model }) =>
    isWanted(measurement) ? [{ record: byId.get(model ?? ''), measurement }] : [],
  );
}

/** @returns data set and architecture of the first measurement; null if its record is unknown */
export function originOf([first]: readonly OfModel<Measurement>[]): Origin {
  return { dataset: first?.record?.dataset ?? null, architecture: first?.record?.architecture ?? null };
}

/** @returns one table per data set and architecture, sorted by their names */
export function tablesByOrigin<M extends Measurement, T extends Origin>(
  measured: readonly OfModel<M>[],
  tableOf: (measured: readonly OfModel<M>[]) => T,
): T[] {
  return [...groupBy(measured, (item) => JSON.stringify(originOf([item]))).values()]
    .map(tableOf)
    .sort((a, b) => order(a.dataset ?? '', b.dataset ?? '') || order(a.architecture ?? '', b.architecture ?? ''));
}

/**
 * @returns one row per model, sorted by name: first models trained by an acquisition function, then models trained on all labels
 */
export function rowsByModel<M extends Measurement, Row>(
  measured: readonly OfModel<M>[],
  rowOf: (ofModel: readonly OfModel<M>[]) => Row,
): (ModelRow & Row)[] {
  return [...groupBy(measured, ({ record, measurement }) => record?.id ?? `: ${measurement.subject}`).values()]
    .map((ofModel) => {
      const [{ record, measurement }] = ofModel;
      const acquisition = record?.acquisition ?? null;
      return { model: record?.id ?? null, name: record?.name ?? measurement.subject, acquisition, ...rowOf(ofModel) };
    })
    .sort((a, b) => Number(a.acquisition === null) - Number(b.acquisition === null) || order(a.name, b.name));
}
