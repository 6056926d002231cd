import type { TextAttack } from '../../src/attacks/index.ts';
import type { Split } from '../../src/datasets/contract.ts';
import type { Classifier } from '../../src/models/contract.ts';
import { changedParts, changedText } from '../../src/report/changed-text.ts';

/** An attack on texts with its size and seed. */
export interface SelectedAttack {
  readonly attack: TextAttack;
  readonly epsilon: number;
  readonly seed: number;
}

/** What an attack made of a text: the text as in `a [film → movie]`, and the class that is then predicted. */
interface ChangedText {
  readonly text: string;
  readonly predicted: number;
}

/** @returns per text what the attack made of it; undefined if it did not break the text */
export async function changedTexts(
  classifier: Classifier,
  selected: Split,
  { attack, ...options }: SelectedAttack,
): Promise<(ChangedText | undefined)[]> {
  const { broken, changes, predicted } = await attack.run(classifier, selected, options);
  return (selected.texts ?? []).map((text, at) =>
    broken[at] ? { text: changedText(changedParts(text, changes[at])), predicted: predicted[at] } : undefined,
  );
}
