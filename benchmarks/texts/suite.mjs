/** Times the attacks on texts beside TextAttack, on one LSTM and the same 100 titles. */
import { folderOf, sharedProblem } from './problem.mjs';

export const peers = [
  {
    name: 'TextAttack',
    script: 'on_textattack.py',
    packages: { torch: '2.13.0', textattack: '0.3.11', nltk: '' },
  },
];

await sharedProblem(); // trained once, before any peer starts

/** The measured cases. Both sides read a case: the attack, epsilon and the options, by the names of this package. */
const cases = [
  {
    row: 'PWWS on 100 titles',
    attack: 'pwws',
    epsilon: 1,
    options: { partOfSpeech: 'any', onlyGains: true, keepStopWords: true },
  },
  {
    row: 'DeepWordBug on 100 titles',
    attack: 'deepWordBug',
    epsilon: 30,
    options: { scoring: 'replaceOne', typos: ['swap', 'substitute', 'delete', 'insert'], keepStopWords: true },
  },
];

export const timings = cases.map((each) => ({
  measurement: 'attack',
  folder: folderOf(),
  inputs: 100,
  samples: 5,
  ...each,
}));
