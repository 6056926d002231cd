import { InvalidOptionError } from '../errors.ts';
import type { Matrix } from '../matrix/matrix.ts';
import { dropoutSamples } from '../models/network/posterior.ts';
import type { SignalParameters } from './contract.ts';
import { overPool, partsOfPool } from './parts.ts';
import type { View } from './view.ts';

/** Returns softmax outputs of networks drawn from the posterior: the same network with dropout, or an ensemble. */
export async function posteriorSamples(view: View, source: SignalParameters['posteriorSamples']): Promise<Matrix[]> {
  if ('ensemble' in source) return ensembleSamples(view, source.ensemble);
  const samples: Matrix[] = Array.from({ length: source.draws }, () => ({
    data: new Float32Array(view.pool.length * view.classifier.classes),
    rows: view.pool.length,
    columns: view.classifier.classes,
  }));
  let at = 0;
  for await (const part of partsOfPool(view)) {
    const drawn = await dropoutSamples(view.classifier, part, source, view.random);
    for (const [draw, { data }] of drawn.entries()) samples[draw].data.set(data, at);
    at += part.size * view.classifier.classes;
  }
  return samples;
}

/** Trains and evaluates the members one after the other, so that memory holds only one additional network. */
async function ensembleSamples(view: View, members: number): Promise<Matrix[]> {
  const { member } = view;
  if (member === undefined) {
    throw new InvalidOptionError(
      `An ensemble of ${members} networks is requested outside active learning.\n` +
        'Expected a run of active learning, which trains the networks on its labelled set.\n' +
        'Draw by dropout instead: draws: 10.',
    );
  }
  const samples: Matrix[] = [];
  for (let index = 0; index < members; index++) {
    const classifier = await member(index);
    try {
      samples.push(await overPool(view, (part) => classifier.probabilities(part)));
    } finally {
      classifier.dispose();
    }
  }
  return samples;
}
