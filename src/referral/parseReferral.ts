import { isRecord, readSummary, type ReferralSummary } from './summary.ts';

/** Why a text is no referral. `line` and `column` count from 1. */
export type ParseProblem =
  | { readonly kind: 'malformed'; readonly line: number; readonly column: number; readonly what: string }
  | { readonly kind: 'notAReferral'; readonly what: string };

export type ParsedReferral =
  { readonly ok: true; readonly summary: ReferralSummary } | { readonly ok: false; readonly problem: ParseProblem };

/** Reads one record. The text stays what it is: callers keep it beside the summary and never write it anew. */
export async function parseReferral(text: string): Promise<ParsedReferral> {
  const json = await parseJson(text);
  if (!json.ok) return json;
  const summary = readSummary(json.value);
  if (summary) return { ok: true, summary };
  const what = isRecord(json.value) ? 'an object without a string "id"' : `not an object but ${kindOf(json.value)}`;
  return { ok: false, problem: { kind: 'notAReferral', what } };
}

export type ParsedJson =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly problem: ParseProblem };

/** JSON as RFC 8259 has it: no comments, no trailing commas. */
export async function parseJson(text: string): Promise<ParsedJson> {
  try {
    return { ok: true, value: JSON.parse(text) as unknown };
  } catch {
    // Only now the parser that knows where: it is slower and loaded for this alone.
    const { findSyntaxError } = await import('./syntaxError.ts');
    return { ok: false, problem: { kind: 'malformed', ...findSyntaxError(text) } };
  }
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'an array' : `a ${typeof value}`;
}
