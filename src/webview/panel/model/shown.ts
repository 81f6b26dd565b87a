import { t } from '../../../base/l10n.ts';
import type { Leaf } from '../../../referral/leaves.ts';

/** A formatted leaf. Leaves enter the document only as this type. */
export interface Shown {
  readonly pointer: string;
  /** The value as sent by the server, see `Scalar.raw`. */
  readonly raw: string;
  readonly text: string;
  /** `quiet`: no value; `mono`: an identifier; `odd`: an unknown value. */
  readonly look: 'plain' | 'quiet' | 'mono' | 'odd';
  /** If a refresh changed the leaf: the text of its previous value in the same format. */
  readonly was?: string | undefined;
}

/** A point in time that is shown relative to now. */
export interface Moment {
  /** ms since 1970. */
  readonly at: number;
  /**
   * `ago`: "3 hours ago" or "in 4 months". `day`: the same for a calendar day, which is in UTC. `expiry`: "expires in 6
   * days", with a warning.
   */
  readonly as: 'ago' | 'day' | 'expiry';
}

export type Piece = string | Shown | Moment;
/** A line of text, leaves and times. */
export type Line = readonly Piece[];

/** A leaf with its formatted text, by default the unchanged one. */
export function shown({ pointer, raw, value }: Leaf, text = raw, look: Shown['look'] = 'plain'): Shown {
  if (value === null) return { pointer, raw, text: '–', look: 'quiet' };
  if (text === '') return { pointer, raw, text: t('empty text'), look: 'quiet' };
  // White space, zero-width and control characters alone would be invisible.
  if (!/[^\s\p{C}\p{M}]/u.test(text)) return { pointer, raw, text: t('blank text'), look: 'quiet' };
  return { pointer, raw, text, look };
}

/** The present pieces with a separator between them. */
export function join(separator: string, ...pieces: readonly (Piece | undefined)[]): Piece[] {
  const present = pieces.filter((piece) => piece !== undefined);
  return present.flatMap((piece, index) => (index === 0 ? piece : [separator, piece]));
}

/** The text with the pieces in the places `{0}`, `{1}`…; empty if one of them is missing. */
export function filled<T>(text: string, ...pieces: readonly (T | undefined)[]): (string | T)[] {
  if (pieces.includes(undefined)) return [];
  // Texts and the numbers of places alternate.
  return text.split(/\{(\d)\}/).flatMap((part, index) => (index % 2 === 0 ? part || [] : (pieces[Number(part)] ?? [])));
}
