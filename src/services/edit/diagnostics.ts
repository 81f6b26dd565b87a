import { isObject, parseJson, text as textOf, type Json, type JsonObject } from '../../base/json.ts';
import { t } from '../../base/l10n.ts';
import { keysOf, parseJsonTree, Scalar, treeAt, type Tree } from '../../referral/leaves.ts';
import { Places, type Span } from '../../referral/place.ts';
import { bindValue } from '../../referral/rules/bindValue.ts';
import { countryCodes } from '../../referral/rules/countries.ts';
import { checkMove, substatusesOf } from '../../referral/rules/lifeCycle.ts';
import { checkNumbers, mayBeOutOfRange } from '../../referral/rules/numberRange.ts';
import type { Violation } from '../../referral/rules/rule.ts';
import {
  isReadOnlyPath,
  itemsOf,
  propertiesOf,
  referralSchema,
  schemaAt,
  type Schema,
} from '../../referral/rules/schema.ts';
import { isList } from '../../referral/treeText.ts';
import { checkEdit } from './checkEdit.ts';
import { afterSaves } from './earlierSaves.ts';
import { placeBefore } from './listElements.ts';
import { pointerOf, type PatchOperation } from './patch.ts';
import { repeatedNames } from './repeatedNames.ts';
import { lengthOf, type EarlierSave } from './saveOutcome.ts';

/** Something wrong in a text, and where. */
export interface Finding {
  /** `error`: it can't be sent. */
  readonly severity: 'error' | 'warning';
  /** A sentence for the person. */
  readonly message: string;
  /** JSON pointer in the text, also of what is missing there. */
  readonly pointer: string;
  /** JSON pointer of the referral that contains it: a file may have many. */
  readonly referral: string;
  readonly span: Span;
}

interface Problem {
  readonly severity: 'error' | 'warning';
  readonly pointer: string;
  readonly message: string;
}

/** The version that a text was made from. It is parsed once for all texts that are compared with it. */
export class BaseVersion {
  readonly text: string;
  /** The saves since then that the text doesn't show. */
  readonly saves: readonly EarlierSave[] | undefined;
  #tree: Tree | undefined;

  constructor(text: string, saves?: readonly EarlierSave[]) {
    this.text = text;
    this.saves = saves;
  }

  get tree(): Tree {
    return (this.#tree ??= parseJsonTree(this.text));
  }
}

/** In characters of earlier saves. More take seconds at each pause in typing; the next save checks them all the same. */
const mostCompared = 500_000;

/**
 * What keeps the text of an edited referral from being sent, and codes that it changed to unknown ones. Syntax errors
 * are left to the editor's JSON language, which doesn't report an empty text.
 * @param base undefined: it is not known, so nothing can be said about changes
 */
export function checkReferral(text: string, base: BaseVersion | undefined): Finding[] {
  if (text.trim() === '') {
    const message = t('The text is empty, so there is nothing to send. Undo restores it.');
    return locate(text, [{ severity: 'error', pointer: '', message }], '');
  }
  if (!base || (text === base.text && !base.saves) || lengthOf(base.saves) > mostCompared) return [];
  const edited = parsed(text, parseJsonTree);
  if (edited === undefined) return [];
  try {
    const repeated = repeatedNames(base.text, text);
    const isRepeated = new Set(repeated.map(({ pointer }) => pointer));
    const own = base.saves
      ? afterSaves({ base: base.text, saves: base.saves }, text)
      : { base: base.tree, mine: edited };
    const { operations, problems: refused } = checkEdit(own.base, own.mine);
    const found = refused.filter(({ pointer }) => !isRepeated.has(pointer));
    found.push(...repeated);
    const problems: Problem[] = found.map((each) => ({ severity: 'error', ...each }));
    const known = new Set(codeProblems(parseJson(base.text)).map(({ pointer, message }) => `${pointer} ${message}`));
    problems.push(
      ...codeProblems(parseJson(text)).filter(
        ({ pointer, message }) => !known.has(`${placeBefore(base.tree, edited, pointer)} ${message}`),
      ),
    );
    problems.push(...ignoredValues(own.base, operations));
    return locate(text, problems, '');
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const message = t('The text has too many levels to be compared with the server’s version.');
    return locate(text, [{ severity: 'error', pointer: '', message }], '');
  }
}

/** What an appended element, such as a registration, says although only the server sets it: it is taken and ignored. */
function ignoredValues(base: Tree, operations: readonly PatchOperation[]): Problem[] {
  const problems: Problem[] = [];
  const visit = (tree: Tree, steps: readonly string[]): void => {
    if (isReadOnlyPath(steps)) {
      const message = t('"{0}" is set by the server, which ignores this value.', steps.join('/'));
      problems.push({ severity: 'warning', pointer: pointerOf(steps), message });
    } else if (!(tree instanceof Scalar)) {
      for (const [name, child] of Object.entries<Tree>(tree)) visit(child, [...steps, name]);
    }
  };
  const lengths = new Map<string, number>();
  for (const { path, value } of operations) {
    if (!path.endsWith('/-')) continue;
    const list = path.slice(0, -2);
    const before = treeAt(base, list);
    const index = lengths.get(list) ?? (isList(before) ? before.length : 0);
    lengths.set(list, index + 1);
    visit(value, [...keysOf(list), String(index)]);
  }
  return problems;
}

/**
 * What breaks the rules of the API in a file with one referral, an array of them or a list response. Members that only
 * the server sets are right there. Types and missing members are left to the JSON Schema (editorSchema.ts).
 */
export function checkFile(text: string): Finding[] {
  const root = parsed(text, parseJson);
  if (root === undefined) return [];
  const places = new Places(text);
  try {
    // Only a tree has the numbers as they are written. It takes longer to parse.
    const tree = mayBeOutOfRange(text) ? parseJsonTree(text) : undefined;
    return referralsIn(root).flatMap(([pointer, referral]) =>
      locate(
        text,
        fileProblems(referral, tree && treeAt(tree, pointer)).map((problem) => ({
          ...problem,
          pointer: pointer + problem.pointer,
        })),
        pointer,
        places,
      ),
    );
  } catch (error) {
    if (error instanceof RangeError) return [];
    throw error;
  }
}

/** The referrals of a file with their pointers: the file itself, its elements, or those of its `value`. */
function referralsIn(root: Json): (readonly [pointer: string, referral: JsonObject])[] {
  // A list response has no id, while a referral may have a property named `value`.
  const isResponse = isObject(root) && Array.isArray(root.value) && !Object.hasOwn(root, 'id');
  const list = isResponse ? root.value : root;
  const prefix = isResponse ? '/value' : '';
  if (!Array.isArray(list)) return isObject(list) ? [['', list]] : [];
  return list.flatMap((item, index) => (isObject(item) ? [[`${prefix}/${index}`, item] as const] : []));
}

/** @param tree of the same text; undefined if its numbers are in range */
function fileProblems(referral: JsonObject, tree: Tree | undefined): Problem[] {
  const problems: Problem[] = [];
  const told = new Set<string>();
  const report = ({ place, message }: Violation): void => {
    if (told.has(place)) return;
    told.add(place);
    problems.push({ severity: 'warning', pointer: place, message: message(t) });
  };
  if (tree) checkNumbers(tree, report);
  bindValue(referral, referralSchema, '', (violation) => {
    if (violation.rule !== 'value-type' && violation.rule !== 'required-member') report(violation);
  });
  const [status, substatus] = [textOf(referral.status), textOf(referral.substatus)];
  // A query may have left out one of them, and of an unknown status nothing is known.
  if (status !== undefined && substatus !== undefined && Object.hasOwn(substatusesOf, status)) {
    checkMove({}, referral, report);
  }
  return [...problems, ...codeProblems(referral)];
}

let currencies: ReadonlySet<string> | undefined;

/** True for a code of ISO 4217 that the platform knows, as for all that it can format. */
export function isCurrency(code: string): boolean {
  currencies ??= new Set(Intl.supportedValuesOf('currency'));
  return currencies.has(code);
}

/** Codes of countries and currencies that don't exist. The schema describes them only in words, so names decide. */
function codeProblems(referral: Json): Problem[] {
  const problems: Problem[] = [];
  const warn = (steps: readonly string[], message: string): void => {
    problems.push({ severity: 'warning', pointer: pointerOf(steps), message });
  };
  const visit = (value: Json, schema: Schema, steps: readonly string[]): void => {
    const items = Array.isArray(value) ? itemsOf(schema) : undefined;
    if (Array.isArray(value)) {
      if (items) for (const [index, item] of value.entries()) visit(item, items, [...steps, String(index)]);
    } else if (isObject(value)) {
      for (const [name, property] of Object.entries(propertiesOf(schema))) {
        const child = Object.hasOwn(value, name) ? value[name] : undefined;
        if (child !== undefined) visit(child, property, [...steps, name]);
      }
    } else if (typeof value === 'string' && value !== '') {
      const name = steps.at(-1);
      if (name === 'country' && !countryCodes.has(value)) {
        warn(steps, t('"{0}" is not a two-letter country code (ISO 3166-1) such as US.', value));
      } else if (name === 'currency' && !isCurrency(value)) {
        warn(steps, t('"{0}" is not a currency code (ISO 4217) such as EUR.', value));
      }
    }
  };
  visit(referral, referralSchema, []);
  return problems;
}

function locate(
  text: string,
  problems: readonly Problem[],
  referral: string,
  places: Places = new Places(text),
): Finding[] {
  return problems.map((problem) => {
    const steps = keysOf(problem.pointer.slice(referral.length));
    // Of an unknown property the name is wrong, whatever its value is.
    const name = schemaAt(steps) ? undefined : places.nameAt(problem.pointer);
    return { ...problem, referral, span: name ?? places.markAt(problem.pointer) };
  });
}

function parsed<T>(text: string, parse: (text: string) => T): T | undefined {
  try {
    return parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
