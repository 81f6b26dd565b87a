/** The parts of Babel's syntax tree that are looked at. */
interface SyntaxPath {
  readonly node: SyntaxNode;
}
interface SyntaxNode {
  readonly type: string;
  readonly value?: unknown;
  readonly expressions?: readonly SyntaxNode[];
  readonly quasis?: readonly { readonly value: { readonly raw: string } }[];
}

/**
 * Why a part of the source is not worth a mutant, if it isn't: sentences for people are no behaviour, and a test that
 * holds them word for word is a copy of them. A template is passed over only if nothing is worked out in it.
 */
export function saysNothing({ node }: SyntaxPath): string | undefined {
  if (node.type === 'StringLiteral') return isProse(String(node.value)) ? reason : undefined;
  if (node.type !== 'TemplateLiteral' || !node.expressions?.every(({ type }) => plain.has(type))) return undefined;
  return isProse((node.quasis ?? []).map(({ value }) => value.raw).join('…')) ? reason : undefined;
}

const reason = 'a text for people';
const plain = new Set(['Identifier', 'MemberExpression', 'StringLiteral', 'NumericLiteral']);

/** Two words of letters in a row, or one that ends a sentence. */
function isProse(text: string): boolean {
  return /\p{L}{2,}[,;:]? \p{L}/u.test(text) || /\p{L}{2,}[.…?!]$/u.test(text);
}
