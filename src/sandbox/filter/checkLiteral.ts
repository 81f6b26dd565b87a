import { isInstant } from '../time/instant.ts';
import type { Property } from './filterNames.ts';
import { filterError } from './filterSyntax.ts';
import type { ScalarKind } from './propertyTypes.ts';
import { hintForDate, type Token } from './tokenizeFilter.ts';

type LiteralToken = Extract<Token, { readonly kind: 'literal' }>;

/**
 * Checks that a property can be compared with a value. Only the types count: a value that no referral has finds nothing.
 * @throws RequestRefusal with the position of the value
 */
export function checkLiteral(property: Property, literal: LiteralToken): void {
  const { type, text } = property;
  const { form, value, at } = literal;
  if (form === 'null' || type.isOpen) return;
  if (type.scalars.size === 0) {
    const [member] = (type.elements ?? type).members.keys();
    const what = type.elements ? 'a list' : 'an object';
    const step = member === undefined ? '' : `/${member}`;
    const example = type.elements ? `${text}/any(x:x${step} eq …)` : `${text}${step}`;
    throw filterError('filter-type', `${text} is ${what}, which has no single value,`, property.at, `Use ${example}.`);
  }
  if (takes(property, form)) return;
  if (form === 'text' && type.scalars.has('time')) {
    // OData wants dates bare, but clients quote them (docs/api.md, The sandbox's choices).
    if (typeof value === 'string' && isInstant(value)) return;
    throw filterError('filter-date', `${literal.text} is no date that exists`, at, hintForDate(String(value)));
  }
  const kind = [...type.scalars][0] ?? 'text';
  const message = `${text} is ${names[kind]} and can't be compared with ${literal.text}`;
  throw filterError('filter-type', message, at, hintFor(kind, literal));
}

function takes({ path, type, text }: Property, form: LiteralToken['form']): boolean {
  if (form === 'null') return true;
  // A bare GUID is the value of an id only (docs/api.md, Filters).
  if (form === 'guid') return type.scalars.has('text') && /(^i|I)d$/.test(path.steps.at(-1) ?? text);
  return type.scalars.has(form);
}

const names: Record<ScalarKind, string> = {
  text: 'text',
  time: 'a date',
  number: 'a number',
  boolean: 'true or false',
};

function hintFor(kind: ScalarKind, { form, text, value }: LiteralToken): string | undefined {
  if (kind === 'text' && form !== 'text') return `Text is quoted: '${text}'.`;
  if (kind === 'time') return hintForDate(text);
  const isQuotedNumber = kind === 'number' && form === 'text' && /^-?\d+(\.\d+)?$/.test(String(value));
  const isQuotedFlag = kind === 'boolean' && (value === 'true' || value === 'false');
  return isQuotedNumber || isQuotedFlag ? `Leave the quotes out: ${String(value)}.` : undefined;
}
