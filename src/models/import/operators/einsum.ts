import { tf, type Tensor } from '../../../engine/tensors.ts';
import { OperatorError } from './values.ts';

/** A tensor with a letter per axis. */
interface Labelled {
  readonly x: Tensor;
  readonly labels: readonly string[];
}

/** The letters of each term, and of the result; `...` stands for the axes that have none. */
function labelsOf(equation: string, tensors: readonly Tensor[]): { terms: string[][]; result: string[] } {
  const [left, right] = equation.replaceAll(' ', '').split('->');
  const letters = (term: string, rank: number): string[] => {
    const [before, after] = term.split('...');
    if (after === undefined) return Array.from(term);
    const count = rank - before.length - after.length;
    const dots = Array.from({ length: count }, (_, at) => `.${count - at}`);
    return [...Array.from(before), ...dots, ...Array.from(after)];
  };
  const terms = left.split(',').map((term, at) => letters(term, tensors[at]?.rank ?? 0));
  const all = [...new Set(terms.flat())];
  const dots = all.filter((label) => label.startsWith('.')).sort((a, b) => Number(b.slice(1)) - Number(a.slice(1)));
  const once = all
    .filter((label) => !label.startsWith('.') && terms.flat().filter((each) => each === label).length === 1)
    .sort();
  const result = right === undefined ? [...dots, ...once] : Array.from(right.replace('...', '')).map(String);
  const place = right?.indexOf('...') ?? -1;
  return { terms, result: place < 0 ? result : [...result.slice(0, place), ...dots, ...result.slice(place)] };
}

/** Products of two tensors summed over the letters that the rest does not need, as one product of matrices. */
function contracted(a: Labelled, b: Labelled, needed: ReadonlySet<string>): Labelled {
  const shared = a.labels.filter((label) => b.labels.includes(label));
  const batch = shared.filter((label) => needed.has(label));
  const sums = shared.filter((label) => !needed.has(label));
  const own = ({ labels }: Labelled): string[] => labels.filter((label) => !shared.includes(label));
  const size = ({ x, labels }: Labelled, some: readonly string[]): number[] =>
    some.map((label) => x.shape[labels.indexOf(label)]);
  const flat = (each: Labelled, order: readonly (readonly string[])[]): Tensor =>
    tf.reshape(
      transposedTo(each, order.flat()),
      order.map((some) => size(each, some).reduce((all, one) => all * one, 1)),
    );
  const product = tf.matMul(flat(a, [batch, own(a), sums]), flat(b, [batch, sums, own(b)]));
  const labels = [...batch, ...own(a), ...own(b)];
  return { x: tf.reshape(product, [...size(a, batch), ...size(a, own(a)), ...size(b, own(b))]), labels };
}

const transposedTo = ({ x, labels }: Labelled, order: readonly string[]): Tensor =>
  x.rank < 2
    ? x
    : tf.transpose(
        x,
        order.map((label) => labels.indexOf(label)),
      );

/** Sums over letters that nothing needs. */
function summed({ x, labels }: Labelled, needed: ReadonlySet<string>): Labelled {
  const gone = labels.flatMap((label, axis) => (needed.has(label) ? [] : [axis]));
  return gone.length === 0
    ? { x, labels }
    : { x: tf.sum(x, gone), labels: labels.filter((label) => needed.has(label)) };
}

/** Reads the diagonal of axes that have the same letter. */
function withoutRepetition({ x, labels }: Labelled): Labelled {
  const second = labels.findIndex((label, axis) => labels.indexOf(label) < axis);
  if (second < 0) return { x, labels };
  const first = labels.indexOf(labels[second]);
  const others = labels.map((_, axis) => axis).filter((axis) => axis !== first && axis !== second);
  const size = x.shape[first];
  const rows = tf.reshape(tf.transpose(x, [...others, first, second]), [-1, size * size]);
  const diagonal = tf.gather(rows, tf.range(0, size * size, size + 1, 'int32'), 1);
  const rest = others.map((axis) => x.shape[axis]);
  return withoutRepetition({
    x: tf.reshape(diagonal, [...rest, size]),
    labels: [...others.map((axis) => labels[axis]), labels[first]],
  });
}

/**
 * Sums of products over axes with letters, in Einstein's notation. Products are computed two tensors at a time, as matrices.
 *
 * @throws OperatorError if the equation does not fit the tensors
 */
export function einsum(equation: string, tensors: readonly Tensor[]): Tensor {
  const { terms, result } = labelsOf(equation, tensors);
  if (terms.length !== tensors.length || terms.some((labels, at) => labels.length !== tensors[at].rank))
    throw new OperatorError(`its equation "${equation}" does not fit its inputs`);
  const operands = tensors.map((x, at) => withoutRepetition({ x, labels: terms[at] }));
  const total = operands.slice(1).reduce((all, next, at) => {
    const needed = new Set([...result, ...operands.slice(at + 2).flatMap(({ labels }) => labels)]);
    const [left, right] = [
      summed(all, new Set([...needed, ...next.labels])),
      summed(next, new Set([...needed, ...all.labels])),
    ];
    return contracted(left, right, needed);
  }, operands[0]);
  return transposedTo(summed(total, new Set(result)), result);
}
