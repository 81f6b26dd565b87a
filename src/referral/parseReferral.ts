import { t } from '../base/l10n.ts';
import { isRecord, readSummary, type ReferralSummary } from './summary.ts';

/** Why a text is not a referral. `line` and `column` count from 1. */
export type ParseProblem =
  | { readonly kind: 'malformed'; readonly line: number; readonly column: number; readonly what: string }
  | { readonly kind: 'notAReferral'; readonly what: string };

export type ParsedReferral =
  { readonly ok: true; readonly summary: ReferralSummary } | { readonly ok: false; readonly problem: ParseProblem };

/** Parses one record. Callers keep the text with the summary. It is never serialized again. */
export async function parseReferral(text: string): Promise<ParsedReferral> {
  const json = await tryParseJson(text);
  if (!json.ok) return json;
  const summary = readSummary(json.value);
  if (summary) return { ok: true, summary };
  return { ok: false, problem: { kind: 'notAReferral', what: whyNoReferral(json.value) } };
}

export type ParsedJson =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly problem: ParseProblem };

/** Parses JSON (RFC 8259): no comments, no trailing commas. */
export async function tryParseJson(text: string): Promise<ParsedJson> {
  try {
    return { ok: true, value: JSON.parse(text) as unknown };
  } catch {
    // The parser that reports positions is slower, so it is loaded only for errors.
    const { findSyntaxError } = await import('./syntaxError.ts');
    return { ok: false, problem: { kind: 'malformed', ...findSyntaxError(text) } };
  }
}

function whyNoReferral(value: unknown): string {
  if (isRecord(value)) return t('an object without a string "id"');
  if (value === null) return t('not an object but null');
  if (Array.isArray(value)) return t('not an object but an array');
  if (typeof value === 'string') return t('not an object but a string');
  return typeof value === 'number' ? t('not an object but a number') : t('not an object but a boolean');
}
