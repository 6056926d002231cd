/** Times every attack beside torchattacks, foolbox and auto-attack, on one network and the same 200 images. */
import { folderOf, sharedProblem } from './problem.mjs';

const torch = { torch: '2.13.0', numpy: '' };

export const peers = [
  { name: 'torchattacks', script: 'on_torchattacks.py', packages: { ...torch, torchattacks: '3.5.1' } },
  { name: 'foolbox', script: 'on_foolbox.py', packages: { ...torch, foolbox: '3.3.4' } },
  { name: 'auto-attack', script: 'on_autoattack.py', packages: { ...torch, autoattack: '' } },
];

await sharedProblem(); // trained once, before any peer starts

const linf = { epsilon: 0.2 };
const l2 = { epsilon: 3 };

/**
 * The measured cases, in the order of the table. Both sides read a case: the attack, the radius and the options, by the names of
 * this package. Minimal attacks run without a radius; beside their time is the mean distance by which broken images were moved.
 */
const cases = [
  { row: 'FGSM', attack: 'fgsm', ...linf, samples: 15 },
  { row: 'Momentum, 10 steps', attack: 'momentum', ...linf, options: { steps: 10 }, samples: 5 },
  { row: 'PGD, 40 steps', attack: 'pgd', ...linf, options: { steps: 40, stepSize: linf.epsilon / 30 }, samples: 5 },
  {
    row: 'PGD in L2, 40 steps',
    attack: 'pgd',
    ...l2,
    options: { steps: 40, stepSize: l2.epsilon / 30, norm: 'l2' },
    samples: 5,
  },
  { row: 'APGD, cross-entropy, 100 steps', attack: 'apgd', ...linf, samples: 3 },
  { row: 'APGD, targeted DLR, 9 × 100 steps', attack: 'apgd', ...linf, options: { loss: 'targeted-dlr' }, samples: 1 },
  { row: 'DeepFool in L2', attack: 'deepFool', samples: 1 },
  {
    row: 'Carlini-Wagner, c = 1, 100 steps',
    attack: 'carliniWagner',
    options: { searches: 1, constant: 1, steps: 100 },
    samples: 1,
  },
  { row: 'Carlini-Wagner, 9 searches of 100 steps', attack: 'carliniWagner', options: { steps: 100 }, samples: 1 },
  { row: 'FAB, 100 steps', attack: 'fab', samples: 1 },
  { row: 'FAB, 3 targets of 100 steps', attack: 'fab', options: { targets: 3 }, samples: 1 },
  { row: 'JSMA, gamma 0.1', attack: 'jsma', samples: 1 },
  { row: 'Square, 1,000 queries', attack: 'square', ...linf, options: { queries: 1000 }, samples: 1 },
  { row: 'Square in L2, 1,000 queries', attack: 'square', ...l2, options: { queries: 1000, norm: 'l2' }, samples: 1 },
  { row: 'AutoAttack, standard', attack: 'autoAttack', ...linf, samples: 1 },
];

export const timings = cases.map(({ options = {}, ...each }) => ({
  measurement: 'attack',
  folder: folderOf(),
  inputs: 200,
  options,
  ...each,
}));
