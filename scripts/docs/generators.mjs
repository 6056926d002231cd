/** What a generated region of a page holds, by the first word of its marker. */
import { parseComment, prose, tagsOf, toMarkdown } from './comment.mjs';
import { find } from './declarations.mjs';
import { plainType, splitOutside } from './statements.mjs';
import { code, optionsTable, table } from './options.mjs';

/**
 * @param declarations - of the build
 * @param families - every index by its name, with its title and page: `{ attacks: { title, page, members: { fgsm, … } }, … }`
 * @param errors - the codes of the error classes, by their names
 */
export function generatorsFor({ declarations, families, errors, operators, tensorFlowOperators }) {
  const declarationOf = (name) => find(declarations, name.split('.').at(-1), { kinds: ['const', 'function'] });
  const optionsOf = (text) => {
    const names = [...new Set(text.match(/\b\w+Options\b/g))];
    if (names.length > 0) return names;
    const [type] = /: (\w+);$/.exec(text)?.slice(1) ?? []; // an interface of its own, whose `with` takes the options
    const interfaces = declarations.filter((each) => each.name === type && ['interface', 'type'].includes(each.kind));
    return [...new Set(interfaces.flatMap((each) => each.text.match(/\b\w+Options\b/g) ?? []))];
  };
  /** Tables of the options that a declaration names; where several files declare a name, its own is meant. */
  const tablesOf = ({ text, file }, actual) =>
    optionsOf(text).map((name) => {
      const beside = declarations.filter((each) => each.file === file && each.name === name);
      return optionsTable(
        beside.length > 0 ? [...beside, ...declarations.filter((each) => each.name !== name)] : declarations,
        name,
        { actual },
      );
    });

  /** A member of a family, or a function, under a heading of its own. */
  const section = (name, actual) => {
    const declaration = declarationOf(name);
    const { text, kind, comment } = declaration;
    // type parameters tell a reader little; one that ties a model to its attack is left out
    const plain = text.replace(/(function \w+)<(\w+) extends Access>([^]*)/, (_, start, parameter, rest) =>
      [start, rest.replaceAll(`<${parameter}>`, '')].join(''),
    );
    const isPlain = kind === 'function' && !/function \w+</.test(plain);
    const signature = isPlain ? [code(signatureOf(plain, name))] : [];
    return [`### ${name}`, ...signature, ...toMarkdown(parseComment(comment)), ...tablesOf(declaration, actual)];
  };
  /** The members of a family by name, with what hangs on them, such as quantize.int8. */
  const withParts = ({ members }) =>
    Object.entries(members).flatMap(([name, member]) => [[name, member], ...partsOf(name).map((part) => [part, {}])]);
  const partsOf = (name) => {
    const spaces = declarations.filter((each) => each.name === name && each.kind === 'namespace');
    const parts = spaces.flatMap(({ text }) => [...text.matchAll(/export \{ (\w+) \}/g)].map(([, part]) => part));
    const isDescribed = (part) =>
      declarations.some((each) => each.name === part && each.kind === 'function' && each.comment);
    return parts.filter(isDescribed).map((part) => `${name}.${part}`);
  };

  const columns = {
    attacks: {
      head: ['attack', 'what it does', 'norm', 'needs', 'from'],
      row: ({ norm, access }, { types, origin }) => [
        normsIn(/norm: ('[^;]*);/.exec(types)?.[1] ?? norm),
        access === 'white-box' ? 'gradients' : 'predictions',
        origin,
      ],
    },
    textAttacks: {
      head: ['attack', 'what it does', 'epsilon', 'from'],
      row: ({ norm }, { origin }) => [norm === 'words' ? 'share of words' : 'edits', origin],
    },
    acquisitionFunctions: {
      head: ['function', 'what it selects', 'reads', 'from'],
      row: ({ needs }, { origin }) => [Object.keys(needs).map(code).join(', ') || 'nothing', origin],
    },
    compressions: { head: ['compression', 'what it does'], row: () => [] },
    trainings: { head: ['training', 'what it does'], row: () => [] },
    architectures: { head: ['architecture', 'layers'], row: () => [] },
  };

  return {
    /** A table of the members of a family, each with the first sentence of its comment. */
    overview: (family) => {
      const { head, row } = columns[family];
      const rows = withParts(families[family]).map(([name, member]) => {
        const { text, comment } = declarationOf(name);
        const [options] = optionsOf(text);
        const types = options ? find(declarations, options, { kinds: ['interface'] }).text : '';
        const parsed = parseComment(comment);
        const origin = /^[^,;(]*/.exec(tagsOf(parsed, 'see')[0] ?? '')[0].trim();
        const link = `[${code(name)}](#${name.toLowerCase().replaceAll('.', '')})`;
        return [link, parsed.summary, ...row(member, { types, origin })];
      });
      return table(head, rows);
    },
    /** All members of a family, each under its heading. */
    members: (family) =>
      withParts(families[family])
        .flatMap(([name, member]) => section(name, defaultsOf(member)))
        .join('\n\n'),
    /** Functions by name, each under its heading. */
    functions: (...names) => names.flatMap((name) => section(name)).join('\n\n'),
    /** The table of an interface: its name, and the door that exports it, where it is not the first that does. */
    options: (name, door) => optionsTable(declarations, name, { door }),
    /** The fields of an interface that is not a set of options. */
    fields: (name, door) => optionsTable(declarations, name, { door, head: 'field' }),
    /** Every assertion with its arguments, its comment and its options. */
    matchers: () => {
      const { members } = find(declarations, 'QualityMatchers', { kinds: ['interface'] });
      return members
        .flatMap(({ name, type }) => [
          `### ${name}`,
          code(`${name}${type.replace(/: R$/, '')}`),
          ...toMarkdown(parseComment(declarationOf(name).comment)),
          ...tablesOf({ text: type }, {}),
        ])
        .join('\n\n');
    },
    /** The operators of ONNX that this package has. */
    operators: () => listOf(operators),
    /** The operators of TensorFlow that this package translates. */
    tensorFlowOperators: () => listOf(tensorFlowOperators),
    /** The classes of errors, with their codes. */
    errors: () =>
      table(
        ['class', 'code', 'raised for'],
        Object.entries(errors).map(([name, short]) => [
          code(name),
          code(short),
          prose(parseComment(find(declarations, name, { kinds: ['class'] }).comment).body.join(' ')),
        ]),
      ),
    /** The members of all families, with the pages that describe them. */
    catalogue: () =>
      table(
        ['kind', 'names'],
        Object.values(families).map(({ title, page, ...family }) => [
          `[${title}](docs/${page})`,
          withParts(family)
            .map(([name]) => code(name))
            .join(', '),
        ]),
      ),
  };
}

const norms = { linf: 'L-inf', l2: 'L2', l1: 'L1', l0: 'L0' };
const normsIn = (type) =>
  splitOutside(type, '|')
    .map((part) => norms[part.replaceAll("'", '')])
    .join(', ');

const signatureOf = (text, name) => {
  const [, rest] = /function \w+(\([^]*);$/.exec(text);
  return plainType(`${name}${rest}`);
};

/** The defaults that a member has at run time: those of an attack or an acquisition function. */
const defaultsOf = ({ options, with: change }) => (change && options ? options : {});

/** Names in the order of the alphabet. */
const listOf = (names) =>
  names
    .toSorted((a, b) => (a < b ? -1 : 1))
    .map(code)
    .join(', ');
