import type { Dataset, Split } from '../../datasets/contract.ts';
import { InvalidDataError } from '../../errors.ts';
import { itemSize, kindOf } from '../../splits/index.ts';

/** The name of the item and of the choice in Label Studio's configuration, tasks and annotations. */
export const [itemName, choiceName] = ['item', 'label'];

/** What kind of item a task shows, in Label Studio's words. */
export interface TaskKind {
  /** The tag of the configuration that shows it. */
  readonly tag: 'Image' | 'Text' | 'Table';
  /** The field of the task that holds it. */
  readonly field: 'image' | 'text' | 'row';
}

/**
 * Returns how Label Studio shows the items of a split.
 *
 * @throws InvalidDataError if it cannot: series, and token ids without their texts
 */
export function taskKindOf(split: Split, dataset: Dataset): TaskKind {
  if (split.texts) return { tag: 'Text', field: 'text' };
  const kind = kindOf(split, dataset);
  if (kind === 'image') return { tag: 'Image', field: 'image' };
  if (kind === 'tabular') return { tag: 'Table', field: 'row' };
  throw new InvalidDataError(
    `"${dataset.name}": the items are ${kind === 'text' ? 'token ids without their texts' : 'series'}.\n` +
      'Expected pictures, texts or rows of a table, which Label Studio shows.\nPass a data set of one of these.',
  );
}

/** Returns Label Studio's configuration of a project in which one class is chosen per item. */
export function labelConfig({ tag, field }: TaskKind, classNames: readonly string[]): string {
  const choices = classNames.map((name) => `    <Choice value="${escaped(name)}"/>`);
  return [
    '<View>',
    `  <${tag} name="${itemName}" value="$${field}"/>`,
    `  <Choices name="${choiceName}" toName="${itemName}" choice="single" showInline="true">`,
    ...choices,
    '  </Choices>',
    '</View>',
    '',
  ].join('\n');
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string): string => text.replace(/[&<>"]/g, (character) => entities[character]);

/** The result of a choice, as predictions and annotations hold it. */
export const choiceOf = (className: string) => ({
  from_name: choiceName,
  to_name: itemName,
  type: 'choices',
  value: { choices: [className] },
});

/** The values of a row by the names of its features. */
export function rowOf(split: Split, at: number, { featureNames = [] }: Dataset): Record<string, number> {
  const columns = itemSize(split);
  const values = Array.from(split.inputs.subarray(at * columns, (at + 1) * columns));
  return Object.fromEntries(values.map((value, column) => [featureNames[column] ?? `feature ${column}`, value]));
}
