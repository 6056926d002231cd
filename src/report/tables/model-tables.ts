import type { Gate } from '../schemas/gate.ts';
import type { Measurement } from '../schemas/measurement.ts';
import type { ModelRecord } from '../schemas/model-record.ts';
import { groupBy, order } from '../groups.ts';

/** A measurement of a model, of which the record is known where a fixture made it. */
export interface OfModel<M extends Measurement> {
  readonly record?: ModelRecord;
  readonly measurement: M;
}

/** What stands in every table of models. */
interface Origin {
  readonly dataset: string | null;
  readonly architecture: string | null;
}

/** What stands in every row of such a table. */
interface ModelRow {
  /** `id` of the model's record; null for a model that no fixture made. */
  readonly model: string | null;
  readonly name: string;
  /** Null where all labels were used, or nothing is known. */
  readonly acquisition: string | null;
}

/** What the gates measured, where it is wanted, with the records of the models. */
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

export function originOf([first]: readonly OfModel<Measurement>[]): Origin {
  return { dataset: first?.record?.dataset ?? null, architecture: first?.record?.architecture ?? null };
}

/** A table for each architecture and data set, by name. */
export function tablesByOrigin<M extends Measurement, T extends Origin>(
  measured: readonly OfModel<M>[],
  tableOf: (measured: readonly OfModel<M>[]) => T,
): T[] {
  return [...groupBy(measured, (each) => JSON.stringify(originOf([each]))).values()]
    .map(tableOf)
    .sort((a, b) => order(a.dataset ?? '', b.dataset ?? '') || order(a.architecture ?? '', b.architecture ?? ''));
}

/** A row for each model: those trained by an acquisition function first, by name; those trained on everything last. */
export function rowsByModel<M extends Measurement, Row>(
  measured: readonly OfModel<M>[],
  rowOf: (own: readonly OfModel<M>[]) => Row,
): (ModelRow & Row)[] {
  return [...groupBy(measured, ({ record, measurement }) => record?.id ?? `: ${measurement.subject}`).values()]
    .map((own) => {
      const [{ record, measurement }] = own;
      const acquisition = record?.acquisition ?? null;
      return { model: record?.id ?? null, name: record?.name ?? measurement.subject, acquisition, ...rowOf(own) };
    })
    .sort((a, b) => Number(a.acquisition === null) - Number(b.acquisition === null) || order(a.name, b.name));
}
