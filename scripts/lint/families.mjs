/**
 * Lint rules that keep families open: a new member must work everywhere without its name being known.
 *
 * `families/no-name-comparison` reports comparisons of a member's name with a string. Callers read a member's contract instead
 * (`needs`, `norm`, `access`, `minimal`, …); if it lacks the information, add a property.
 */
const equalities = new Set(['===', '!==', '==', '!=']);
const message = 'Read a property of the contract instead of comparing a name, so that new members work too.';

const noNameComparison = {
  create(context) {
    const report = (node) => context.report({ node, message });
    return {
      BinaryExpression(node) {
        const sides = [node.left, node.right];
        if (equalities.has(node.operator) && sides.some(isName) && sides.some(isText)) report(node);
      },
      SwitchStatement(node) {
        if (isName(node.discriminant) && node.cases.some(({ test }) => test && isText(test))) report(node);
      },
      CallExpression({ callee, arguments: [first] }) {
        const list = callee.object?.type === 'ArrayExpression' && callee.property?.name === 'includes';
        if (list && first && isName(first) && callee.object.elements.some(isText)) report(callee);
      },
    };
  },
};

/** Whether a node is `member.name`, `member?.name`, or a variable `name` as in `const { name } = member`. */
function isName(node) {
  const inner = node.type === 'ChainExpression' ? node.expression : node;
  if (inner.type === 'MemberExpression') return !inner.computed && inner.property.name === 'name';
  return inner.type === 'Identifier' && inner.name === 'name';
}

function isText(node) {
  return (node.type === 'Literal' && typeof node.value === 'string') || node.type === 'TemplateLiteral';
}

export default { meta: { name: 'families' }, rules: { 'no-name-comparison': noNameComparison } };
