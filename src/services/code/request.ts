import { t } from '../../base/l10n.ts';
import type { ListQuery } from '../../api/listQuery.ts';
import { queryOptions } from '../../api/queryOptions.ts';
import { collection, pathOf } from '../../api/referralPath.ts';
import { prettyJson } from '../../referral/prettyJson.ts';

export const languages = ['curl', 'http', 'csharp', 'typescript', 'python'] as const;
export type Language = (typeof languages)[number];

/** What the code shall do. */
export type Task =
  | { readonly kind: 'get'; readonly id: string }
  /** `isPartial`: the side panel filters by more than the API can. */
  | { readonly kind: 'list'; readonly query: ListQuery; readonly isPartial: boolean }
  /** `operations`: JSON Patch as text. */
  | { readonly kind: 'patch'; readonly id: string; readonly operations: string; readonly eTag: string }
  | { readonly kind: 'receiver' };

/** A request as it is written into code. All of it is printable, and has no character that ends a line. */
export interface CodeRequest {
  readonly kind: 'get' | 'list' | 'patch';
  /** Encoded path and query: of letters, digits and `-_.!~*()$&=%/?` only. */
  readonly path: string;
  /** Of a PATCH. */
  readonly change?: {
    readonly eTag: string;
    /** JSON text in one line. */
    readonly body: string;
  };
  readonly isPartial: boolean;
}

/** What can't be written as code. The message has the next step. */
export class CodeError extends Error {
  override readonly name = 'CodeError';
}

/** Throws a CodeError, or an ApiError for an id that can't be in a path. */
export function requestOf(task: Exclude<Task, { readonly kind: 'receiver' }>): CodeRequest {
  switch (task.kind) {
    case 'get':
      return { kind: 'get', path: safePath(pathOf(task.id)), isPartial: false };
    case 'list':
      return { kind: 'list', path: `${collection}?${queryOptions(task.query)}`, isPartial: task.isPartial };
    case 'patch': {
      const { id, eTag, operations } = task;
      if (!/^[!-~]+( [!-~]+)*$/.test(eTag)) {
        throw new CodeError(
          t('The referral’s eTag can’t be sent in a header. Refresh the referral, then copy the code again.'),
        );
      }
      return {
        kind: 'patch',
        path: safePath(pathOf(id)),
        change: { eTag, body: printable(operations) },
        isPartial: false,
      };
    }
  }
}

/** In several lines, for languages that take a text as it stands. */
export function prettyBody(body: string): string {
  return prettyJson(body);
}

/** `encodeURIComponent` leaves a character that ends texts in most languages. */
function safePath(path: string): string {
  return path.replaceAll("'", '%27');
}

/**
 * JSON text with escapes for what nobody sees: control characters, line ends of other kinds, marks for the direction of
 * text, which can make code look like another.
 */
function printable(json: string): string {
  return json.replace(/[\p{C}\u2028\u2029]/gu, (character) =>
    Array.from({ length: character.length }, (_, at) => {
      const code = character.charCodeAt(at);
      return code < 0x20 ? ' ' : `\\u${code.toString(16).padStart(4, '0')}`;
    }).join(''),
  );
}
