import { describe, expect, test } from 'vitest';
import { InvalidOptionError, PredictionError } from '../../../../src/errors.ts';
import { service, type Predictor, type ServiceOptions } from '../../../../src/models/index.ts';
import { serve, type Received } from './http-service.ts';

interface V2Request {
  readonly inputs: readonly [{ name: string; shape: number[]; datatype: string; data: number[] }];
  readonly outputs?: readonly [{ name: string }];
}

/** The answer of a model whose scores are an input and its negative. */
function v2(request: Received): object {
  if (request.method === 'GET') return { name: 'digits', inputs: [], outputs: [] };
  const [{ shape, data }] = (request.body as V2Request).inputs;
  return scoresOf(data, shape[0]);
}
const scoresOf = (data: readonly number[], count: number): object => {
  const step = data.length / count;
  const scores = Array.from({ length: count }, (_, item) => [data[item * step], -data[item * step]]).flat();
  return { outputs: [{ name: 'scores', shape: [count, 2], datatype: 'FP32', data: scores }] };
};
const numbers = (count: number): Float32Array => Float32Array.from({ length: count }, (_, i) => i / 64);
const failureOf = async (predictor: Predictor, count = 4): Promise<PredictionError> => {
  const error: unknown = await (async () => predictor.predict(numbers(count), count))().catch(
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(PredictionError);
  return error as PredictionError;
};
/** Sends no second request before the service is asked again at once. */
const atOnce = { 'retry-after': '0' };
const countOf = ({ body }: Received): number => (body as V2Request | undefined)?.inputs[0].shape[0] ?? 0;

describe('the protocol v2', () => {
  test('sends a tensor and reads the scores', async () => {
    const { url, requests } = await serve(v2);
    const predictor = service(`${url}/v2/models/digits`, {
      input: 'x',
      datatype: 'FP64',
      shape: [2, 1],
      output: 'scores',
    });
    expect(await predictor.predict(Float32Array.of(0.5, 9, 0.25, 9), 2)).toEqual({
      data: Float32Array.of(0.5, -0.5, 0.25, -0.25),
      rows: 2,
      columns: 2,
    });
    expect(predictor.name).toBe('digits');
    expect(requests.map(({ path }) => path)).toEqual(['/v2/models/digits', '/v2/models/digits/infer']);
    expect(requests[1].body).toEqual({
      inputs: [{ name: 'x', shape: [2, 2, 1], datatype: 'FP64', data: [0.5, 9, 0.25, 9] }],
      outputs: [{ name: 'scores' }],
    });
  });

  test('takes names, type and shape from the description', async () => {
    const { url, requests } = await serve((request) =>
      request.method === 'POST'
        ? v2(request)
        : {
            inputs: [{ name: 'image', datatype: 'UINT8', shape: [-1, 2, 2] }],
            outputs: [{ name: 'scores', shape: [-1, 2] }],
          },
    );
    await service(`${url}/v2/models/a/`, { inputRange: [0, 255] }).predict(Float32Array.of(1.4, 2.6, 3, 4), 1);
    expect(requests[1].body).toEqual({
      inputs: [{ name: 'image', shape: [1, 2, 2], datatype: 'UINT8', data: [1, 3, 3, 4] }],
      outputs: [{ name: 'scores' }],
    });
  });

  test('reads labels', async () => {
    const { url } = await serve(() => ({
      outputs: [{ name: 'predict', shape: [2, 1], datatype: 'INT64', data: [4, 1] }],
    }));
    expect(await service(url).predict(numbers(2), 2)).toEqual({ labels: Int32Array.of(4, 1) });
  });

  test('sends the channels first if asked to', async () => {
    const { url, requests } = await serve(v2);
    await service(url, { channels: 'first', shape: [2, 1, 2] }).predict(Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8), 2);
    expect((requests[1].body as V2Request).inputs[0].data).toEqual([1, 3, 2, 4, 5, 7, 6, 8]);
  });

  test('names the outputs if there are several', async () => {
    const { url } = await serve(() => ({
      outputs: [
        { name: 'a', shape: [1] },
        { name: 'b', shape: [2] },
      ],
    }));
    expect((await failureOf(service(url))).message).toContain(
      'its reply has the outputs "a" [1], "b" [2]. Expected one. Pass output: the name of the one that holds the scores',
    );
    expect((await failureOf(service(url, { output: 'c' }))).message).toContain('Expected "c"');
  });
});

test('the protocol tensorflow sends instances and reads predictions', async () => {
  const { url, requests } = await serve(() => ({
    predictions: [
      { scores: [1, 2], extra: [0] },
      { scores: [3, 4], extra: [0] },
    ],
  }));
  const predictor = service(`${url}/v1/models/half/versions/2`, {
    protocol: 'tensorflow',
    input: 'x',
    output: 'scores',
    shape: [2, 1],
  });
  expect(await predictor.predict(Float32Array.of(1, 2, 3, 4), 2)).toMatchObject({ data: Float32Array.of(1, 2, 3, 4) });
  expect(predictor.name).toBe('half');
  expect(requests).toMatchObject([
    { path: '/v1/models/half/versions/2:predict', body: { instances: [{ x: [[1], [2]] }, { x: [[3], [4]] }] } },
  ]);
});

describe('the protocol json', () => {
  test('sends inputs and reads outputs', async () => {
    const { url, requests } = await serve(() => ({ outputs: [[1, 2]] }));
    const predictor = service(`${url}/classify`, { protocol: 'json', shape: [2] });
    expect(await predictor.predict(Float32Array.of(0.5, 1), 1)).toMatchObject({ data: Float32Array.of(1, 2), rows: 1 });
    expect(requests).toMatchObject([{ path: '/classify', method: 'POST', body: { inputs: [[0.5, 1]] } }]);
  });

  test('uses functions for the request and the reply', async () => {
    const { url, requests } = await serve(() => ({ result: [{ best: 1 }, { best: 0 }] }));
    const predictor = service(url, {
      protocol: 'json',
      input: (items) => ({ images: items }),
      output: (reply) => (reply as { result: { best: number }[] }).result.map(({ best }) => best),
    });
    expect(await predictor.predict(numbers(2), 2)).toEqual({ labels: Int32Array.of(1, 0) });
    expect(requests[0].body).toEqual({ images: [[0], [0.015625]] });
  });
});

test('batches are answered at the same time, and their answers keep their order', async () => {
  let [open, most] = [0, 0];
  const { url, requests } = await serve(async (request) => {
    most = Math.max(most, ++open);
    await new Promise((resolve) => setTimeout(resolve, 40 - 10 * countOf(request)));
    open--;
    return v2(request);
  });
  const { data } = (await service(url, { batch: 3, concurrency: 2 }).predict(numbers(10), 10)) as {
    data: Float32Array;
  };
  expect(data.filter((_, i) => i % 2 === 0)).toEqual(numbers(10));
  expect(
    requests
      .slice(1)
      .map(countOf)
      .toSorted((a, b) => a - b),
  ).toEqual([1, 3, 3, 3]);
  expect(most).toBe(2);
});

describe('a request that fails', () => {
  test.each([429, 502, 503, 504])('is repeated after %i', async (status) => {
    let left = 2;
    const { url, requests } = await serve((request) =>
      request.method === 'POST' && left-- > 0 ? { status, headers: atOnce } : v2(request),
    );
    expect(await service(url, { retries: 2 }).predict(numbers(2), 2)).toMatchObject({ rows: 2 });
    expect(requests).toHaveLength(4);
  });

  test('is repeated after a broken connection, and says how often', async () => {
    const { url, requests } = await serve((request) => (request.method === 'POST' ? 'hang up' : v2(request)));
    expect((await failureOf(service(url, { retries: 1 }))).message).toContain('(2 tries)');
    expect(requests).toHaveLength(3);
  });

  test('is repeated after its timeout', async () => {
    const { url, requests } = await serve((request) =>
      request.method === 'POST' && requests.length < 3 ? 'never' : v2(request),
    );
    expect(await service(url, { timeout: 100 }).predict(numbers(1), 1)).toMatchObject({ rows: 1 });
    const { url: silent } = await serve(() => 'never');
    expect((await failureOf(service(silent, { timeout: 20, retries: 0 }))).message).toContain('no reply within 20 ms');
  });

  test.each([400, 401, 404, 422, 301])('is not repeated after %i', async (status) => {
    const { url, requests } = await serve((request) =>
      request.method === 'POST' ? { status, text: 'wrong\nshape', headers: { location: '/elsewhere' } } : v2(request),
    );
    expect((await failureOf(service(`${url}/m`))).message).toMatch(
      status === 301 ? `redirects to ${url}/elsewhere` : `${url}/m: it answered ${status} `,
    );
    expect(requests).toHaveLength(2);
  });

  test('with 500 is asked in halves, and smaller batches remain', async () => {
    const { url, requests } = await serve((request) => (countOf(request) > 4 ? { status: 500 } : v2(request)));
    const predictor = service(url, { batch: 8, concurrency: 1 });
    expect(await predictor.predict(numbers(16), 16)).toMatchObject({ rows: 16 });
    expect(requests.map(countOf)).toEqual([0, 8, 4, 4, 4, 4]);
    await predictor.predict(numbers(8), 8);
    expect(requests.map(countOf).slice(6)).toEqual([4, 4]);
  });

  test.for([
    [4, [0, 4, 2]],
    [1, [0, 1, 1]],
  ] as const)('with 500 on %i inputs ends when a smaller or single one repeats it', async ([count, sizes]) => {
    const { url, requests } = await serve((request) =>
      request.method === 'POST' ? { status: 500, text: 'oh' } : v2(request),
    );
    expect((await failureOf(service(url), count)).message).toContain('it answered 500 Internal Server Error: oh');
    expect(requests.map(countOf)).toEqual(sizes);
  });

  test('shows the last line of a stack trace', async () => {
    const text = 'Traceback (most recent call last):\n  File "/home/me/server.py"\nValueError: two axes\n';
    const { url } = await serve(() => ({ status: 500, text }));
    const { message } = await failureOf(service(url), 1);
    expect(message).toContain('it answered 500 Internal Server Error: ValueError: two axes.');
    expect(message).not.toContain('/home/me');
  });

  test('with 413 is halved until it fits', async () => {
    const { url } = await serve((request) => (countOf(request) > 1 ? { status: 413 } : v2(request)));
    expect(await service(url).predict(numbers(8), 8)).toMatchObject({ rows: 8 });
  });

  test.for<[string, unknown, string]>([
    ['no JSON', { status: 200, text: '<html>' }, 'its reply is no JSON: <html>'],
    ['no outputs', { scores: [] }, 'Expected a list of outputs'],
    ['too few numbers', { outputs: [{ name: 'a', data: [1, 2, 3] }] }, 'its reply has 3 numbers for 4 inputs'],
    ['one score per input', { outputs: [{ name: 'a', data: [0.5, 1, 0, 1] }] }, 'one score per input, such as 0.5'],
    ['names', { outputs: [{ name: 'a', data: ['cat'] }] }, 'has to answer their positions'],
    ['null', { outputs: [{ name: 'a', data: [null] }] }, 'its reply has null among the answers'],
  ])('because its reply has %s says so', async ([, reply, message]) => {
    const { url } = await serve(() => reply as object);
    expect((await failureOf(service(url))).message).toContain(message);
  });
});

test.each([[[0, NaN]], [[1, 0]], [[0]], ['[0, 1]'], [[0, '1']]])(
  'the input range %o is refused at once',
  (inputRange) => {
    expect(() => service('http://127.0.0.1:1/v2/models/m', { inputRange: inputRange as never })).toThrow(
      InvalidOptionError,
    );
  },
);

describe('secrets', () => {
  const secrets = [
    'Bearer sesame-open',
    'sesame',
    'pa%24s',
    'pa$s',
    'key-in-query',
    Buffer.from('me:pa$s').toString('base64'),
  ];

  test('of headers and URL are sent, and appear in no error and no property', async () => {
    const { url, requests } = await serve((request) => ({
      status: 400,
      text: `denied: ${JSON.stringify(request.headers)} ${request.path}`,
    }));
    const address = `${url.replace('://', '://me:pa%24s@')}/v2/models/digits?token=key-in-query`;
    const predictor = service(address, { headers: () => ({ 'X-Key': 'Bearer sesame-open' }) });
    const error = await failureOf(predictor);
    expect(requests[1]).toMatchObject({
      path: '/v2/models/digits/infer?token=key-in-query',
      headers: { 'x-key': 'Bearer sesame-open', authorization: `Basic ${secrets[5]}` },
    });
    const shown = [
      error.message,
      error.stack,
      String(error.cause),
      JSON.stringify(predictor),
      String(predictor.predict),
    ].join();
    for (const secret of secrets) expect(shown).not.toContain(secret);
    expect(error.message).toContain(`${url}/v2/models/digits: it answered 400 Bad Request: denied`);
  });

  test.for<[string, unknown, unknown]>([
    ['a URL without host', 'ftp://me:pa$s@host/key-in-query', {}],
    ['a header of two lines', 'http://host', { headers: { key: 'sesame\nopen' } }],
    ['a header that is no text', 'http://host', { headers: { key: ['sesame'] } }],
    ['no headers', 'http://host', { headers: 'sesame' }],
    ['options in place of the URL', { url: 'http://host', headers: { key: 'sesame' } }, {}],
  ])('of %s are not shown', ([, url, options]) => {
    const create = (): unknown => service(url as string, options as ServiceOptions);
    expect(create).toThrow(InvalidOptionError);
    for (const secret of secrets.slice(1, 4)) expect(create).not.toThrow(secret);
  });
});

test.for<[string, ServiceOptions, string]>([
  ['an unknown protocol', { protocol: 'v3' as never }, "Expected one of 'v2', 'tensorflow', 'json'."],
  ['an option that does not exist', { header: {} } as ServiceOptions, 'there is no option "header"'],
  ['a function for a tensor', { input: () => 1 }, "input is a function, and the protocol is 'v2'"],
  ['no concurrency', { concurrency: 0 }, 'an integer of at least 1'],
])('refuses %s', ([, options, message]) => {
  expect(() => service('http://host', options)).toThrow(message);
});

test.for<[string, ServiceOptions, string]>([
  ['a shape of another size', { shape: [3] }, 'its input has the shape [3], and an item has 1 values'],
  ['an integer type for shares', { datatype: 'UINT8' }, 'would be rounded to nothing'],
  ['channels first without a shape', { channels: 'first' }, 'Pass the option shape: [channels, height, width]'],
])('refuses inputs with %s', async ([, options, message]) => {
  const { url } = await serve(v2);
  expect((await failureOf(service(url, options))).message).toContain(message);
});
