import { checkLiteral } from './checkLiteral.ts';
import { FilterNames, type Property, type Word } from './filterNames.ts';
import { filterError, operators, type Filter, type Operator } from './filterSyntax.ts';
import { tokenizeFilter, type Token } from './tokenizeFilter.ts';

export interface FilterSettings {
  /** Take only what the documents show (docs/api.md, Filters). */
  readonly strict?: boolean;
  /** True if a stored referral has a property of this name at its top level, though the schema doesn't know it. */
  readonly isStored?: (name: string) => boolean;
}

/**
 * Reads a `$filter` as the service documents it (docs/api.md, Filters), with what an OData service adds to it, and checks
 * names and types:
 *
 *     or         := and ( "or" and )*
 *     and        := not ( "and" not )*
 *     not        := "not" ( not | any | "(" or ")" ) | "(" or ")" | any | comparison
 *     any        := path "/any" "(" word ":" or ")"
 *     comparison := path operator literal | literal operator path
 *
 * @throws RequestRefusal 400 with target `$filter`; the message has the position
 */
export function parseFilter(filter: string, settings: FilterSettings = {}): Filter {
  return new FilterParser(filter, settings).parse();
}

// The parser is recursive, and real filters have only a few levels.
const deepest = 50;

class FilterParser {
  readonly #filter: string;
  readonly #tokens: readonly Token[];
  readonly #names: FilterNames;
  readonly #strict: boolean;
  #next = 0;
  #depth = 0;

  constructor(filter: string, { strict = false, isStored = () => false }: FilterSettings) {
    this.#filter = filter;
    this.#tokens = tokenizeFilter(filter);
    this.#names = new FilterNames(isStored);
    this.#strict = strict;
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
    for (let at = this.#peek().at; this.#skipWord(kind); at = this.#peek().at) {
      if (kind === 'or' || this.#names.depth > 0) this.#useUndocumented(kind, at);
      parts.push(readPart());
    }
    return parts.length === 1 ? first : { kind, parts };
  }

  #readNot(): Filter {
    const { at } = this.#peek();
    if (++this.#depth > deepest) throw filterError('filter-grammar', `Nested deeper than ${deepest}`, at);
    try {
      if (this.#skipWord('not')) {
        this.#useUndocumented('not', at);
        return { kind: 'not', part: this.#readNegated(at) };
      }
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

  /** `not` binds tighter than a comparison, so `not status eq 'New'` would negate the property. */
  #readNegated(notAt: number): Filter {
    const { text, at } = this.#peek();
    const part = this.#readNot();
    const last = this.#tokens[this.#next - 1];
    const isWhole = text === '(' || text === 'not' || last?.text === ')';
    if (isWhole) return part;
    const negated = this.#filter.slice(at, last && last.at + last.text.length);
    throw filterError('filter-grammar', 'Parentheses are missing after not', notAt, `Write not (${negated}).`);
  }

  #readComparison(): Filter {
    const token = this.#peek();
    if (token.kind === 'literal') {
      this.#useUndocumented('A value on the left', token.at);
      this.#next++;
      const operator = mirrored[this.#readOperator()];
      return this.#compare(this.#find(this.#readPath().words), operator, token);
    }
    const { words, isAny } = this.#readPath();
    if (isAny) return this.#readLambda(this.#names.find(words));
    // Before the operator: a wrong name is the likelier mistake than what follows it.
    const property = this.#find(words);
    const operator = this.#readOperator();
    const right = this.#peek();
    if (right.kind !== 'literal') {
      const hint = right.kind === 'word' ? `; text is quoted: '${right.text}'` : '';
      throw this.#unexpected(`a value${hint}`);
    }
    this.#next++;
    return this.#compare(property, operator, right);
  }

  #compare(property: Compared, operator: Operator, literal: LiteralToken): Filter {
    checkLiteral(property, literal);
    if (this.#strict) this.#checkDocumented(property, literal);
    const compare: Filter = { kind: 'compare', path: property.path, operator, literal: literal.value };
    return property.isTeamEmail ? { kind: 'any', path: { scope: 0, steps: ['team'] }, part: compare } : compare;
  }

  /** The documented parameter `email` means e-mails of the team (docs/api.md, Filters); a referral has no such property. */
  #find(words: readonly Word[]): Compared {
    const [first] = words;
    if (this.#names.depth > 0 || words.length !== 1 || first?.text !== 'email') return this.#names.find(words);
    const { text, at } = first;
    this.#names.enter('member', this.#names.find([{ text: 'team', at }]));
    const found = this.#names.find([
      { text: 'member', at },
      { text, at },
    ]);
    this.#names.leave();
    return { ...found, text, isTeamEmail: true };
  }

  #checkDocumented({ path, text, at }: Compared, literal: LiteralToken): void {
    const name = path.steps.join('/');
    const isShown = path.scope === 0 ? this.#names.depth === 0 && documented.includes(name) : name === 'email';
    if (!isShown) this.#useUndocumented(text, at);
    if (literal.form !== 'text' && literal.form !== 'guid') this.#useUndocumented(literal.text, literal.at);
  }

  #readLambda(list: Property): Filter {
    if (this.#names.depth > 0 || list.path.steps.join('/') !== 'team')
      this.#useUndocumented(`${list.text}/any`, list.at);
    this.#expectMark('(');
    const variable = this.#peek();
    if (variable.kind !== 'word' || variable.text.startsWith('$')) throw this.#unexpected('the name of a variable');
    this.#next++;
    this.#expectMark(':');
    this.#names.enter(variable.text, list);
    const part = this.#readOr();
    this.#names.leave();
    this.#expectMark(')');
    return { kind: 'any', path: list.path, part };
  }

  /** `a/b/c`; a path that ends with `/any` begins a lambda. */
  #readPath(): { words: Word[]; isAny: boolean } {
    const words: Word[] = [];
    do {
      const token = this.#peek();
      if (token.kind !== 'word') throw this.#unexpected('a property');
      this.#next++;
      const follows = this.#peek();
      if (follows.kind === 'mark' && follows.text === '(') {
        if (token.text === 'any' && words.length > 0) return { words, isAny: true };
        throw filterError(
          'filter-grammar',
          `The function ${token.text} is not supported; there are ${operators.join(', ')}, and, or, not and any`,
          token.at,
        );
      }
      words.push({ text: token.text, at: token.at });
    } while (this.#skipMark('/'));
    return { words, isAny: false };
  }

  #readOperator(): Operator {
    const token = this.#peek();
    const operator = operators.find((name) => token.kind === 'word' && token.text === name);
    if (!operator) throw this.#unexpected(`one of ${operators.join(', ')}`);
    if (operator !== 'eq') this.#useUndocumented(operator, token.at);
    this.#next++;
    return operator;
  }

  #useUndocumented(what: string, at: number): void {
    if (!this.#strict) return;
    const hint = `With --strict there are only eq and and, on ${documented.join(', ')} and team/any(t:t/email eq '…').`;
    throw filterError('documented-query', `${what} is not shown in the documents,`, at, hint);
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
    const found = kind === 'end' ? 'the end' : JSON.stringify(text);
    return filterError('filter-grammar', `Expected ${wanted}, found ${found}`, at);
  }

  #peek(): Token {
    const token = this.#tokens[Math.min(this.#next, this.#tokens.length - 1)];
    if (!token) throw new Error('There is always a last token');
    return token;
  }
}

/** `isTeamEmail`: the e-mail of any member of the team is compared. */
type Compared = Property & { readonly isTeamEmail?: boolean };

type LiteralToken = Extract<Token, { readonly kind: 'literal' }>;

const mirrored = { eq: 'eq', ne: 'ne', gt: 'lt', ge: 'le', lt: 'gt', le: 'ge' } as const;

/** The properties that the documents filter by (docs/api.md, Filters). */
const documented = [
  'engagementId',
  'status',
  'substatus',
  'qualification',
  'type',
  'direction',
  'customerProfile/address/country',
];
