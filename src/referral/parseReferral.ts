import { isRecord, readSummary, type ReferralSummary } from './summary.ts';

/** Why a text is not a referral. `line` and `column` count from 1. */
export type ParseProblem =
  | { readonly kind: 'malformed'; readonly line: number; readonly column: number; readonly what: string }
  | { readonly kind: 'notAReferral'; readonly what: string };

export type ParsedReferral =
  { readonly ok: true; readonly summary: ReferralSummary } | { readonly ok: false; readonly problem: ParseProblem };

/** Reads one record. Callers keep the text with the summary; it is never serialized again. */
export async function parseReferral(text: string): Promise<ParsedReferral> {
  const json = await tryParseJson(text);
  if (!json.ok) return json;
  const summary = readSummary(json.value);
  if (summary) return { ok: true, summary };
  const what = isRecord(json.value) ? 'an object without a string "id"' : `not an object but ${kindOf(json.value)}`;
  return { ok: false, problem: { kind: 'notAReferral', what } };
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

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'an array' : `a ${typeof value}`;
}
