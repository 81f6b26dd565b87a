import { closestName } from '../../referral/rules/closestName.ts';
import { referralType } from '../filter/propertyTypes.ts';
import { refuse } from '../http/requestRefusal.ts';
import { memberSlices } from '../json/jsonSlices.ts';
import type { StoredReferral } from '../store/store.ts';
import type { StoredNames } from './storedNames.ts';

/** The text of a referral in a response. */
export type Selection = (referral: StoredReferral) => string;

/**
 * `$select`: top-level properties by name, with their stored text.
 * @throws RequestRefusal 400 with target `$select`
 */
export function readSelection(select: string | undefined, stored: StoredNames): Selection {
  if (select === undefined) return ({ text }) => text;
  const wanted = new Set(select.split(',').map((name) => name.trim()));
  for (const name of wanted) checkName(name, stored);
  return ({ text }) => {
    const json = Buffer.from(text);
    const members = [...memberSlices(json, 0)].filter(({ name }) => wanted.has(name));
    return `{${members.map(({ nameStart, end }) => json.toString('utf8', nameStart, end)).join(',')}}`;
  };
}

function checkName(name: string, stored: StoredNames): void {
  const known = referralType().members;
  if (known.has(name)) return;
  if (name === '' || /[/*]/.test(name)) {
    const rule = '$select takes names of properties of the top level with commas between';
    const [first = ''] = name.split('/');
    const hint = known.has(first) ? ` Did you mean ${first}?` : '';
    throw refuse('select-name', `${rule}, not "${name}".${hint}`, '$select');
  }
  if (stored.has(name)) return;
  const meant = closestName(name, known.keys());
  const hint = meant === undefined ? '' : ` Did you mean ${meant}?`;
  throw refuse('select-name', `A referral has no property ${name}, which $select names.${hint}`, '$select');
}
