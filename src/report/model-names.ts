import type { Json, JsonObject } from '../json.ts';
import { differingNames, groupBy } from './groups.ts';
import type { ModelRecord } from './schemas/model-record.ts';

/** Largest number of options that tell two models apart, before the id does. */
const mostOptions = 3;

/**
 * Gives models with the same name different names: by data set, by the options in which they differ, or else by their ids.
 *
 * @param records - with different ids
 * @returns the records with the names under which the report shows them, such as `leNet5-dre-1 on mnist`
 */
export function nameModels(records: readonly ModelRecord[]): ModelRecord[] {
  const names = new Map(
    [...groupBy(records, ({ name }) => name).values()].flatMap((namesakes) =>
      namesakes.length > 1 ? tellApart(namesakes) : [[namesakes[0].id, namesakes[0].name] as const],
    ),
  );
  return records.map((record) => ({ ...record, name: names.get(record.id) ?? record.name }));
}

function tellApart(namesakes: readonly ModelRecord[]): (readonly [id: string, name: string])[] {
  const ways = [
    ({ name, dataset }: ModelRecord) => `${name} on ${dataset}`,
    byOptions(namesakes),
    ({ name, id }: ModelRecord) => `${name} (${id.slice(0, 8)})`,
  ];
  const distinct = ways.find((way) => new Set(namesakes.map(way)).size === namesakes.length);
  return namesakes.map((record) => [record.id, (distinct ?? (({ name, id }) => `${name} (${id})`))(record)]);
}

/** Names models by the options in which they differ; without a distinction if those are too many. */
function byOptions(namesakes: readonly ModelRecord[]): (record: ModelRecord) => string {
  const options = new Map(namesakes.map((record) => [record, { dataset: record.dataset, ...leavesOf(record) }]));
  const names = differingNames([...options.values()]);
  if (names.length > mostOptions) return ({ name }) => name;
  return (record) => {
    const own: JsonObject = options.get(record) ?? {};
    return `${record.name} (${names.map((name) => `${name} ${textOf(own[name])}`).join(', ')})`;
  };
}

const textOf = (value: Json | undefined): string =>
  value === undefined ? 'absent' : typeof value === 'string' ? value : JSON.stringify(value);

/** The options of a model, nested ones by their path, such as `training.epochs`. The data set is named by its record. */
function leavesOf({ options }: ModelRecord): Record<string, Json> {
  const { dataset: _, ...others } = options as JsonObject;
  const leaves: Record<string, Json> = {};
  const collect = (value: Json, path: string): void => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      leaves[path.replace(/\.options(?=\.)/g, '')] = value;
      return;
    }
    for (const [name, inner] of Object.entries(value)) {
      if (inner !== undefined) collect(inner, path === '' ? name : `${path}.${name}`);
    }
  };
  collect(others, '');
  return leaves;
}
