import { isObject, member, parseJson, text as textOf, type Json, type JsonObject } from '../../base/json.ts';
import { t } from '../../base/l10n.ts';
import { keysOf, parseJsonTree, Scalar, treeAt } from '../../referral/leaves.ts';
import { Places, type Span } from '../../referral/place.ts';
import { closestName } from '../../referral/rules/closestName.ts';
import { countryCodes, countryOfThreeLetters, otherCountryNames } from '../../referral/rules/countries.ts';
import { isDateTime } from '../../referral/rules/dateTime.ts';
import { isClosed, nextStatuses, substatusesOf } from '../../referral/rules/lifeCycle.ts';
import { branchesOf, closedList, isReadOnlyPath, propertiesOf, schemaAt } from '../../referral/rules/schema.ts';
import { treeText } from '../../referral/treeText.ts';
import { placeBefore } from './listElements.ts';
import { isCurrency, type BaseVersion, type Finding } from './diagnostics.ts';

/** A change of the text that corrects a finding. */
export interface QuickFix {
  readonly title: string;
  readonly span: Span;
  readonly newText: string;
}

/**
 * The corrections of a finding. They follow from the value and the schema, not from the finding's message.
 * @param text the text that the finding is about
 * @param base the version that the text was made from, if there is one
 */
export function quickFixes(text: string, finding: Finding, base?: BaseVersion): QuickFix[] {
  // An empty text has a finding too.
  if (text.trim() === '') return [];
  const places = new Places(text);
  const root = parseJson(text);
  const referral = valueAt(root, keysOf(finding.referral));
  if (!isObject(referral)) return [];
  const steps = keysOf(finding.pointer.slice(finding.referral.length));
  const value = valueAt(referral, steps);

  const replace = (title: string, pointer: string, by: string): QuickFix[] => {
    const span = places.valueAt(finding.referral + pointer);
    return span ? [{ title, span, newText: by }] : [];
  };
  const here = finding.pointer.slice(finding.referral.length);
  const fixes = [
    ...renameFixes(referral, steps, places.nameAt(finding.pointer)),
    ...(here === '/status' || here === '/substatus'
      ? statusChanges(referral, base).flatMap(([name, word]) =>
          replace(
            name === 'status' ? t('Set status to {0}', word) : t('Set substatus to {0}', word),
            `/${name}`,
            JSON.stringify(word),
          ),
        )
      : []),
    // Of what only the server sets, no other value can be sent.
    ...(typeof value === 'string' && !(base && isReadOnlyPath(steps))
      ? corrections(value, steps).flatMap(({ title, text: by }) => replace(title, here, JSON.stringify(by)))
      : []),
  ];
  // The tag and the time say of which version a text is: with those of another one, it would take back what others changed.
  const isOfVersion = here === '/eTag' || here === '/updatedDateTime';
  const place =
    base && value !== undefined && !isOfVersion
      ? placeBefore(base.tree, treeAt(parseJsonTree(text), finding.referral) ?? base.tree, here)
      : undefined;
  const before = base && place !== undefined && place !== '' ? treeAt(base.tree, place) : undefined;
  const restored = before instanceof Scalar ? treeText(before) : undefined;
  // A long text in a menu would hide the others.
  if (restored !== undefined && restored.length <= longestShown && value !== undefined) {
    const span = places.valueAt(finding.pointer);
    const isSame = span && text.slice(span.start, span.end) === restored;
    if (!isSame && !fixes.some(({ newText }) => newText === restored)) {
      fixes.push(...replace(t('Restore {0}', restored), here, restored));
    }
  }
  return fixes;
}

const longestShown = 50;

/** The name that was probably meant for an unknown one. */
function renameFixes(referral: JsonObject, steps: readonly string[], span: Span | undefined): QuickFix[] {
  const name = steps.at(-1);
  const parent = schemaAt(steps.slice(0, -1));
  if (!span || name === undefined || !parent || schemaAt(steps)) return [];
  const owner = valueAt(referral, steps.slice(0, -1));
  // Two properties of one name are one, and the other value would be lost.
  const free = Object.keys(propertiesOf(parent)).filter((known) => member(owner, known) === undefined);
  const near = closestName(name, free);
  return near === undefined ? [] : [{ title: t('Change to "{0}"', near), span, newText: JSON.stringify(near) }];
}

/** Values of status or substatus that go with the other one, where the life cycle allows the change. */
function statusChanges(
  referral: JsonObject,
  base: BaseVersion | undefined,
): (readonly [name: 'status' | 'substatus', value: string])[] {
  const before = base ? parseJson(base.text) : {};
  if (!isObject(before) || isClosed(before)) return [];
  const [status = '', substatus = ''] = [textOf(referral.status), textOf(referral.substatus)];
  const from = textOf(before.status) ?? '';
  const reachable = Object.hasOwn(nextStatuses, from) ? (nextStatuses[from] ?? []) : Object.keys(substatusesOf);
  const substatuses = reachable.includes(status) ? (substatusesOf[status] ?? []) : [];
  if (substatuses.includes(substatus)) return [];
  return [
    ...substatuses.map((word) => ['substatus', word] as const),
    ...reachable
      .filter((word) => word !== status && substatusesOf[word]?.includes(substatus))
      .map((word) => ['status', word] as const),
  ];
}

/** Other texts for a value that its property doesn't take. */
function corrections(value: string, steps: readonly string[]): { readonly title: string; readonly text: string }[] {
  const schema = schemaAt(steps);
  if (!schema) return [];
  const values = closedList(schema);
  const near = values && !values.includes(value) ? closestName(value, values) : undefined;
  if (near !== undefined) return [{ title: t('Change to "{0}"', near), text: near }];
  if (branchesOf(schema).some(({ format }) => format === 'date-time')) {
    const date = isDateTime(value) ? undefined : [`${value}T00:00:00Z`, `${value}Z`].find(isDateTime);
    return date === undefined ? [] : [{ title: t('Use {0}', date), text: date }];
  }
  const code = steps.at(-1) === 'country' ? countryCodeOf(value) : undefined;
  if (code !== undefined && code !== value) {
    return [{ title: t('Use the two-letter country code {0}', code), text: code }];
  }
  const upper = value.trim().toUpperCase();
  if (steps.at(-1) === 'currency' && upper !== value && isCurrency(upper)) {
    return [{ title: t('Change to "{0}"', upper), text: upper }];
  }
  return [];
}

let codesByName: Map<string, string> | undefined;

/** The two-letter code of a country that is given by its English name, three letters, or in lower case. */
export function countryCodeOf(country: string): string | undefined {
  const upper = country.trim().toUpperCase();
  if (countryCodes.has(upper)) return upper;
  codesByName ??= namesOfCountries();
  return countryOfThreeLetters.get(upper) ?? codesByName.get(plainName(country));
}

function namesOfCountries(): Map<string, string> {
  const names = new Map(otherCountryNames);
  for (const style of ['long', 'short'] as const) {
    const display = new Intl.DisplayNames('en', { type: 'region', style });
    for (const code of countryCodes) names.set(plainName(display.of(code) ?? code), code);
  }
  return names;
}

/** Without accents and punctuation, in lower case: `Côte d’Ivoire` and `cote d'ivoire` are the same. */
function plainName(name: string): string {
  const letters = name.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('&', ' and ').toLowerCase();
  return letters
    .replace(/[^\p{L}\d]+/gu, ' ')
    .trim()
    .replace(/^the /, '');
}

function valueAt(root: Json | undefined, steps: readonly string[]): Json | undefined {
  let at = root;
  for (const step of steps) at = Array.isArray(at) ? at[Number(step)] : member(at, step);
  return at;
}
