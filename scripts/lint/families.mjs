/**
 * Lint rules that keep families open: a new member must work everywhere without anybody knowing its name.
 *
 * `families/no-name-comparison`: compares the name of a member with a text. What callers need to know of a member is said by
 * its contract (`needs`, `norm`, `access`, `minimal`, …); where the contract is silent, it gets a new property.
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

/** `member.name`, `member?.name`, or the variable that `const { name } = member` makes. */
function isName(node) {
  const inner = node.type === 'ChainExpression' ? node.expression : node;
  if (inner.type === 'MemberExpression') return !inner.computed && inner.property.name === 'name';
  return inner.type === 'Identifier' && inner.name === 'name';
}

function isText(node) {
  return (node.type === 'Literal' && typeof node.value === 'string') || node.type === 'TemplateLiteral';
}

export default { meta: { name: 'families' }, rules: { 'no-name-comparison': noNameComparison } };
