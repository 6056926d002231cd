/**
 * Lint rules of this repository that no general linter has.
 *
 * `seeded/initialisers`: TensorFlow.js draws initial weights from an unseeded generator unless told otherwise. A layer with
 * weights must name an initialiser, one that is constant or has a seed, so that a seed determines the trained network.
 */
const weighted = new Set([
  ...[
    'dense',
    'conv1d',
    'conv2d',
    'conv3d',
    'conv2dTranspose',
    'conv3dTranspose',
    'separableConv2d',
    'depthwiseConv2d',
  ],
  ...['simpleRNN', 'simpleRNNCell', 'gru', 'gruCell', 'lstm', 'lstmCell', 'convLstm2d', 'convLstm2dCell', 'embedding'],
]);
const constant = new Set(['zeros', 'ones', 'constant', 'identity']);

const initialisers = {
  create(context) {
    const report = (node, message) => context.report({ node, message });
    return {
      CallExpression(node) {
        const [family, name] = path(node.callee).slice(-2);
        if (family === 'layers' && weighted.has(name) && !names(node.arguments[0], /Initializer$/)) {
          report(
            node,
            `layers.${name} without an initialiser draws unseeded weights; name one that is constant or seeded.`,
          );
        }
        if (family === 'initializers' && !constant.has(name) && !names(node.arguments[0], /^seed$/)) {
          report(
            node,
            `initializers.${name} without a seed draws other weights in every run; pass one from src/random.`,
          );
        }
      },
      Property(node) {
        const { key, value } = node;
        if (!/Initializer$/.test(key.name ?? '') || value.type !== 'Literal' || constant.has(value.value)) return;
        report(node, `${key.name}: '${value.value}' draws unseeded weights; use one that is constant or seeded.`);
      },
    };
  },
};

/** The names of a member expression: `tfl.layers.dense` as ['tfl', 'layers', 'dense']. */
function path(node) {
  if (node.type !== 'MemberExpression') return [node.name];
  return [...path(node.object), node.property.name];
}

/** Whether an object literal has such a property; what a spread holds is not known and passes. */
function names(node, pattern) {
  if (node?.type !== 'ObjectExpression') return node !== undefined;
  return node.properties.some((property) => property.type === 'SpreadElement' || pattern.test(property.key.name ?? ''));
}

export default { meta: { name: 'seeded' }, rules: { initialisers } };
