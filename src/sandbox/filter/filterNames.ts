import { closestName } from '../../referral/rules/closestName.ts';
import { filterError, type Path } from './filterSyntax.ts';
import { openType, referralType, type PropertyType } from './propertyTypes.ts';

/** A step of a path with its offset in the filter. */
export interface Word {
  readonly text: string;
  readonly at: number;
}

/** A property that a filter names. */
export interface Property {
  readonly path: Path;
  readonly type: PropertyType;
  /** As written in the filter. */
  readonly text: string;
  readonly at: number;
}

interface Scope {
  /** The variable of the lambda; absent for the referral. */
  readonly variable?: string;
  readonly type: PropertyType;
  /** How messages call it. */
  readonly label: string;
  /** The scope of names that begin with no variable. */
  readonly bare: number;
}

/**
 * Finds the properties that names in a filter mean. As in OData (URL Conventions 4.01, Lambda Operators) a name begins
 * with the variable of one of the lambdas around it or with `$it`, the referral. Any other is a property of what the
 * path before the innermost lambda begins at.
 */
export class FilterNames {
  readonly #scopes: Scope[];
  readonly #isStored: (name: string) => boolean;

  /** @param isStored tells whether a stored referral has a property of this name at its top level */
  constructor(isStored: (name: string) => boolean) {
    this.#scopes = [{ type: referralType(), label: 'A referral', bare: 0 }];
    this.#isStored = isStored;
  }

  /** Number of lambdas around. */
  get depth(): number {
    return this.#scopes.length - 1;
  }

  /** Begins a lambda over a list. */
  enter(variable: string, list: Property): void {
    const type = list.type.isOpen ? openType : list.type.elements;
    if (!type) {
      const hint = list.type.members.size > 0 ? `Name a member of it without any: ${exampleOf(list)}.` : undefined;
      throw filterError('filter-type', `${list.text} is no list, which any needs,`, list.at, hint);
    }
    this.#scopes.push({ variable, type, label: `An element of ${list.text}`, bare: list.path.scope });
  }

  leave(): void {
    this.#scopes.pop();
  }

  /** @throws RequestRefusal if there is no such property, with the position of the wrong name */
  find(words: readonly Word[]): Property {
    const [first] = words;
    if (!first) throw new Error('A path has a step');
    const prefixed = first.text === '$it' ? 0 : this.#scopes.findLastIndex(({ variable }) => variable === first.text);
    const scope = prefixed >= 0 ? prefixed : (this.#scopes.at(-1)?.bare ?? 0);
    const steps = prefixed >= 0 ? words.slice(1) : words;
    const begin = this.#scopes[scope];
    if (!begin) throw new Error('A lambda begins in a scope');
    let { type, label } = begin;
    for (const [index, step] of steps.entries()) {
      const next = memberOf(type, step.text) ?? (scope === 0 && index === 0 ? this.#storedType(step.text) : undefined);
      if (!next) throw this.#noSuchProperty(type, label, step, prefixed >= 0 || index > 0);
      type = next;
      label = words
        .slice(0, words.indexOf(step) + 1)
        .map(({ text }) => text)
        .join('/');
    }
    const path = { scope, steps: steps.map(({ text }) => text) };
    return { path, type, text: words.map(({ text }) => text).join('/'), at: first.at };
  }

  #storedType(name: string): PropertyType | undefined {
    return this.#isStored(name) ? openType : undefined;
  }

  #noSuchProperty(type: PropertyType, label: string, { text, at }: Word, isQualified: boolean): Error {
    if (type.elements) {
      const variable = label.charAt(0) === 'x' ? 'y' : 'x';
      const hint = `Ask about its elements: ${label}/any(${variable}:${variable}/${text} eq …).`;
      return filterError('filter-type', `${label} is a list, which has no property ${text},`, at, hint);
    }
    const meant = isQualified ? closestName(text, type.members.keys()) : this.#meantName(type, text);
    const hint = meant === undefined ? undefined : `Did you mean ${meant}?`;
    return filterError('filter-name', `${label} has no property ${text}`, at, hint);
  }

  /** What a name without a prefix was meant to be: `t/email` inside a lambda, `details/dealValue` for `dealValue`. */
  #meantName(type: PropertyType, text: string): string | undefined {
    const { variable, type: element } = this.#scopes.at(-1) ?? {};
    if (variable !== undefined && element?.members.has(text)) return `${variable}/${text}`;
    return closestName(text, type.members.keys()) ?? pathTo(text, type);
  }
}

function memberOf(type: PropertyType, name: string): PropertyType | undefined {
  return type.isOpen ? openType : type.members.get(name);
}

/** The path of the only property with this name in the objects below. */
function pathTo(name: string, type: PropertyType, steps: readonly string[] = []): string | undefined {
  if (steps.length > 4) return undefined;
  for (const [member, inner] of type.members) {
    const path = [...steps, member];
    if (member === name) return path.join('/');
    const found = pathTo(name, inner, path);
    if (found !== undefined) return found;
  }
  return undefined;
}

function exampleOf({ text, type }: Property): string {
  return `${text}/${[...type.members.keys()][0] ?? ''}`;
}
