import { isObject } from '../../../options.ts';
import { show } from '../../../show.ts';
import type { Protocol } from '../contract.ts';
import { Unusable } from '../failures.ts';
import { nested } from './nested.ts';
import { modelIn, withPath } from './path.ts';

/**
 * The REST interface of TensorFlow Serving: `instances` in rows, `predictions` in rows.
 *
 * @param url - of the model, such as https://host/v1/models/name or …/versions/1, with or without :predict
 * @see https://www.tensorflow.org/tfx/serving/api_rest
 */
export function tensorflowServing(url: URL): Protocol {
  return {
    title: 'the REST interface of TensorFlow Serving',
    modelName: modelIn(url),
    questionUrl: withPath(url, (path) => `${path.replace(/:predict$/, '')}:predict`),
    ask: (batch, { input }) => ({
      instances: nested(batch).map((item) => (input === undefined ? item : { [input]: item })),
    }),
    read: (json, _, { output }) => {
      const predictions = isObject(json) ? json.predictions : undefined;
      if (!Array.isArray(predictions)) throw new Unusable(`its reply is ${show(json)}. Expected a list of predictions`);
      return predictions.map((prediction: unknown) => (isObject(prediction) ? partOf(prediction, output) : prediction));
    },
  };
}

/** The output of a prediction with several named ones. */
function partOf(prediction: Readonly<Record<string, unknown>>, output: string | undefined): unknown {
  const names = Object.keys(prediction);
  const name = output ?? (names.length === 1 ? names[0] : undefined);
  if (name !== undefined && Object.hasOwn(prediction, name)) return prediction[name];
  const expected = name === undefined ? 'one. Pass output: the name of the one that holds the scores' : `"${name}"`;
  throw new Unusable(
    `its predictions have the outputs ${names.map((each) => `"${each}"`).join(', ')}. Expected ${expected}`,
  );
}
