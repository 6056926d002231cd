import type { TextPredictor } from '../../src/models/contract.ts';
import golden from './golden/word-attacks.json' with { type: 'json' };

const embeddings = new Map(Object.entries(golden.embeddings));

/** The model of golden/word-attacks.json: a bag of words, logits = output · tanh(the sum of the embeddings of the words). */
export const bagOfWords: TextPredictor = {
  name: 'bag of words',
  unknownWord: golden.unknownWord,
  predict: (texts) => texts.map(probabilitiesOf),
};

function probabilitiesOf(text: string): number[] {
  const words = text.toLowerCase().match(/[^\p{P}\s]+(?:['’][^\p{P}\s]+)*/gu) ?? [];
  const units: number[] = Array.from(golden.output[0], () => 0);
  for (const key of words.map((word) => (embeddings.has(word) ? word : '<unknown>')).toSorted()) {
    (embeddings.get(key) as number[]).forEach((value, unit) => (units[unit] += value));
  }
  const hidden = units.map(Math.tanh);
  const powers = golden.output.map((row) =>
    Math.exp(row.reduce((sum, weight, unit) => sum + weight * hidden[unit], 0)),
  );
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}
