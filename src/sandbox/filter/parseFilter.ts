import { filterError, operators, type Filter, type Literal, type Operator, type Path } from './filterSyntax.ts';
import { tokenizeFilter, type Token } from './tokenizeFilter.ts';

/**
 * Reads a `$filter` as the service documents it (docs/api.md, Filters), with what an OData service adds to it:
 *
 *     or         := and ( "or" and )*
 *     and        := not ( "and" not )*
 *     not        := "not" not | "(" or ")" | any | comparison
 *     any        := path "/any" "(" word ":" or ")"
 *     comparison := path operator literal | literal operator path
 *
 * @throws RequestRefusal 400 with target `$filter`; the message has the position
 */
export function parseFilter(filter: string): Filter {
  return new FilterParser(tokenizeFilter(filter)).parse();
}

// The parser is recursive, and real filters have only a few levels.
const deepest = 50;

class FilterParser {
  readonly #tokens: readonly Token[];
  #next = 0;
  #depth = 0;
  /** Variables of the enclosing lambdas, innermost last. */
  readonly #variables: string[] = [];

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  parse(): Filter {
    const filter = this.#readOr();
    if (this.#peek().kind !== 'end') throw this.#unexpected('and, or, or the end');
    return filter;
  }

  #readOr(): Filter {
    return this.#readChain('or', () => this.#readChain('and', () => this.#readNot()));
  }

  #readChain(kind: 'and' | 'or', readPart: () => Filter): Filter {
    const first = readPart();
    const parts = [first];
    while (this.#skipWord(kind)) parts.push(readPart());
    return parts.length === 1 ? first : { kind, parts };
  }

  #readNot(): Filter {
    if (++this.#depth > deepest) throw filterError(`Nested deeper than ${deepest}`, this.#peek().at);
    try {
      if (this.#skipWord('not')) return { kind: 'not', part: this.#readNot() };
      if (this.#skipMark('(')) {
        const inner = this.#readOr();
        this.#expectMark(')');
        return inner;
      }
      return this.#readComparison();
    } finally {
      this.#depth--;
    }
  }

  #readComparison(): Filter {
    const token = this.#peek();
    if (token.kind === 'literal') {
      this.#next++;
      const operator = mirrored[this.#readOperator()];
      const { path } = this.#readPath();
      return comparison(this.#resolve(path, token.at), operator, token.value, this.#variables.length > 0);
    }
    const { path, isAny } = this.#readPath();
    const target = this.#resolve(path, token.at);
    if (isAny) return this.#readLambda(target);
    const operator = this.#readOperator();
    const right = this.#peek();
    if (right.kind !== 'literal') {
      const hint = right.kind === 'word' ? `; text is quoted: '${right.text}'` : '';
      throw this.#unexpected(`a value${hint}`);
    }
    this.#next++;
    return comparison(target, operator, right.value, this.#variables.length > 0);
  }

  #readLambda(path: Path): Filter {
    this.#expectMark('(');
    const variable = this.#peek();
    if (variable.kind !== 'word') throw this.#unexpected('the name of a variable');
    this.#next++;
    this.#expectMark(':');
    this.#variables.push(variable.text);
    const part = this.#readOr();
    this.#variables.pop();
    this.#expectMark(')');
    return { kind: 'any', path, part };
  }

  /** `a/b/c`; a path that ends with `/any` begins a lambda. */
  #readPath(): { path: string[]; isAny: boolean } {
    const path: string[] = [];
    do {
      const token = this.#peek();
      if (token.kind !== 'word') throw this.#unexpected('a property');
      this.#next++;
      const follows = this.#peek();
      if (follows.kind === 'mark' && follows.text === '(') {
        if (token.text === 'any' && path.length > 0) return { path, isAny: true };
        throw filterError(
          `The function ${token.text} is not supported; there are ${operators.join(', ')}, and, or, not and any`,
          token.at,
        );
      }
      path.push(token.text);
    } while (this.#skipMark('/'));
    return { path, isAny: false };
  }

  /** Inside a lambda paths begin with its variable, which is removed. */
  #resolve(path: string[], at: number): Path {
    const variable = this.#variables.at(-1);
    if (variable === undefined) return path;
    if (path[0] !== variable) throw filterError(`Inside any(…) properties start with ${variable}/`, at);
    return path.slice(1);
  }

  #readOperator(): Operator {
    const token = this.#peek();
    const operator = operators.find((name) => token.kind === 'word' && token.text === name);
    if (!operator) throw this.#unexpected(`one of ${operators.join(', ')}`);
    this.#next++;
    return operator;
  }

  #skipWord(text: string): boolean {
    const token = this.#peek();
    const found = token.kind === 'word' && token.text === text;
    if (found) this.#next++;
    return found;
  }

  #skipMark(text: string): boolean {
    const token = this.#peek();
    const found = token.kind === 'mark' && token.text === text;
    if (found) this.#next++;
    return found;
  }

  #expectMark(text: string): void {
    if (!this.#skipMark(text)) throw this.#unexpected(`"${text}"`);
  }

  #unexpected(wanted: string): Error {
    const { kind, text, at } = this.#peek();
    return filterError(`Expected ${wanted}, found ${kind === 'end' ? 'the end' : JSON.stringify(text)}`, at);
  }

  #peek(): Token {
    const token = this.#tokens[Math.min(this.#next, this.#tokens.length - 1)];
    if (!token) throw new Error('There is always a last token');
    return token;
  }
}

function comparison(path: Path, operator: Operator, literal: Literal, inLambda: boolean): Filter {
  const compare: Filter = { kind: 'compare', path, operator, literal };
  // The documented parameter `email` means e-mails of the team (docs/api.md, Filters); a referral has no such property.
  return !inLambda && path.length === 1 && path[0] === 'email'
    ? { kind: 'any', path: ['team'], part: compare }
    : compare;
}

const mirrored = { eq: 'eq', ne: 'ne', gt: 'lt', ge: 'le', lt: 'gt', le: 'ge' } as const;
