import { member, parseJson, text } from '../base/json.ts';
import { t } from '../base/l10n.ts';
import { after, findReferralIds, guid } from './referralId.ts';

/** Maximum length of an id or URL. */
const maxInputLength = 20_000;
/** Maximum length of a referral's JSON. */
const maxJsonLength = 1_000_000;

export type ReadId = { readonly ok: true; readonly id: string } | { readonly ok: false; readonly problem: string };

/**
 * Reads user input: an id (also in braces or quotes), a URL, a referral's JSON, or a text that contains one. If there are
 * several GUIDs, uses the `id` of the JSON, the one after `/referrals/`, else the only one in the URL's path. Otherwise
 * the input is rejected.
 */
export function readReferralId(input: string): ReadId {
  const given = input.trim();
  if (given === '') return problem(t('Enter a referral ID or a URL that contains one.'));
  const ofJson = idOfJson(given);
  if (ofJson !== undefined) return { ok: true, id: ofJson };
  if (given.length > maxInputLength)
    return problem(t('This is too long. Enter a referral ID or a URL that contains one.'));
  const plain = decoded(given).replace(anyDashes, (id) => id.replace(dashes, '-'));
  const hints = plain.matchAll(new RegExp(`referrals?(?:id)?[/=(:]?\\s*['"{(]*(${guid})${after}`, 'giu'));
  const path = isUrl(plain) ? plain.replace(/[?#].*$/s, '') : '';
  let several: number | undefined;
  for (const candidates of [
    Array.from(hints, (hint) => hint[1] ?? ''),
    findReferralIds(path).map((found) => found.id),
    findReferralIds(plain).map((found) => found.id),
  ]) {
    const ids = new Set(candidates.map((id) => id.toLowerCase()));
    const [only] = ids;
    if (only !== undefined && ids.size === 1) return { ok: true, id: only };
    if (ids.size > 1) several ??= ids.size;
    if (several !== undefined) break;
  }
  return problem(
    several === undefined
      ? whyNoId(given)
      : t('This contains {0} different IDs. Enter the ID of one referral.', several),
  );
}

/** Reads a command's argument: an id, a URL that contains one, or an object with a string `id`. */
export function readReferralIdArgument(argument: unknown): ReadId {
  const given = textOfArgument(argument);
  if (given !== undefined) return readReferralId(given);
  return problem(
    t('The argument of this command must be a referral ID, a URL that contains one, or an object with an "id".'),
  );
}

/** A command's argument, or the `id` of one that is an object; undefined if that is no string. */
export function textOfArgument(argument: unknown): string | undefined {
  const given = typeof argument === 'object' && argument !== null && 'id' in argument ? argument.id : argument;
  return typeof given === 'string' ? given : undefined;
}

function isUrl(text: string): boolean {
  return /^[a-z][a-z0-9+.-]{0,40}:\/\//i.test(text);
}

function whyNoId(given: string): string {
  const example = t('A referral ID looks like 8d5b1f0a-6c1e-4f63-9a57-0b6f4f1c2e77.');
  if (isUrl(given)) return t('This URL contains no referral ID. Copy the address of one referral, or enter its ID.');
  if (given.length > 200) return `${t('This contains no referral ID.')} ${example}`;
  const bare = given.replace(/^[{('"]+/, '').replace(/[})'"]{1,9}$/, '');
  const digits = bare.replace(/-/g, '').length;
  if (!/^[0-9a-f-]+$/i.test(bare)) return `${t('This is not a referral ID.')} ${example}`;
  return digits === 32
    ? `${t('This has the digits of an ID, but not its format.')} ${example}`
    : t('A referral ID has 32 hexadecimal digits; this has {0}. Check that it was copied completely.', digits);
}

function problem(text: string): ReadId {
  return { ok: false, problem: text };
}

/** The `id` of a JSON object, if it is a GUID. */
function idOfJson(given: string): string | undefined {
  if (!/^\{\s*"/.test(given) || given.length > maxJsonLength) return undefined;
  try {
    const id = text(member(parseJson(given), 'id'));
    return id !== undefined && new RegExp(`^${guid}$`).test(id) ? id.toLowerCase() : undefined;
  } catch {
    // It isn't JSON, or only a part of it.
    return undefined;
  }
}

const dash = '[-\\u2010-\\u2015\\u2212]';
const dashes = new RegExp(dash, 'g');
/** A GUID with hyphens and dashes of any kind, as word processors make them. */
const anyDashes = new RegExp(guid.replaceAll('}-[', `}${dash}[`), 'g');

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
