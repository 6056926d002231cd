type Evaluation = typeof import('../../src/evaluation/index.ts');
type Engine = typeof import('../../src/engine/index.ts');

/** Loads the evaluations, and with them the tensor engine, when the first assertion needs them: a setup file must be light. */
export const loadEvaluation = (): Promise<Evaluation> => import('../../src/evaluation/index.ts');

export const loadEngine = (): Promise<Engine> => import('../../src/engine/index.ts');
