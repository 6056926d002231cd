/**
 * Lint rules of this repository that no general linter offers.
 *
 * `seeded/initialisers`: TensorFlow.js draws initial weights from an unseeded generator by default. A layer with weights must name
 * an initialiser that is constant or has a seed, so that a seed determines the trained network.
 */
const weighted = new Set(
  (
    'dense conv1d conv2d conv3d conv2dTranspose conv3dTranspose separableConv2d depthwiseConv2d embedding ' +
    'simpleRNN simpleRNNCell gru gruCell lstm lstmCell convLstm2d convLstm2dCell'
  ).split(' '),
);
const constant = new Set(['zeros', 'ones', 'constant', 'identity']);

const initialisers = {
  create(context) {
    const report = (node, message) => context.report({ node, message });
    return {
      CallExpression(node) {
        const [family, name] = lastNames(node.callee);
        if (family === 'layers' && weighted.has(name) && !names(node.arguments[0], 'Initializer')) {
          report(node, `layers.${name} without an initialiser draws unseeded weights; pass a constant or seeded one.`);
        }
        if (family === 'initializers' && !constant.has(name) && !names(node.arguments[0], 'seed')) {
          report(
            node,
            `initializers.${name} without a seed draws different weights in every run; pass a seed from src/random.`,
          );
        }
      },
      Property(node) {
        const { key, value } = node;
        if (!key.name?.endsWith('Initializer') || value.type !== 'Literal' || constant.has(value.value)) return;
        report(node, `${key.name}: '${value.value}' draws unseeded weights; use a constant or seeded initialiser.`);
      },
    };
  },
};

/** Returns the last two names of a member expression: for `tfl.layers.dense`, 'layers' and 'dense'. */
function lastNames({ object, property }) {
  return [object?.property?.name ?? object?.name, property?.name];
}

/** Whether an object literal has a property with this ending. A spread passes, because its properties are unknown. */
function names(node, ending) {
  if (node?.type !== 'ObjectExpression') return node !== undefined;
  return node.properties.some((property) => property.type === 'SpreadElement' || property.key.name?.endsWith(ending));
}

export default { meta: { name: 'seeded' }, rules: { initialisers } };
