import type { Leaf } from '../../../referral/leaves.ts';

/** A leaf as a person reads it. The only way of a leaf into the document. */
export interface Shown {
  readonly pointer: string;
  /** The value as the server spelled it, see `Scalar.raw`. */
  readonly raw: string;
  readonly text: string;
  /** `quiet`: there is nothing to read; `mono`: every character counts; `odd`: nobody knows what it means. */
  readonly look: 'plain' | 'quiet' | 'mono' | 'odd';
}

/** A point in time that is told relative to now. */
export interface Moment {
  /** ms since 1970. */
  readonly at: number;
  /** `ago` says "3 hours ago" or "in 4 months", `expiry` says "expires in 6 days" and warns. */
  readonly as: 'ago' | 'expiry';
}

export type Piece = string | Shown | Moment;
/** Text, leaves and moments that read as one. */
export type Line = readonly Piece[];

/** The leaf as it came, or with the text somebody made of it. */
export function shown({ pointer, raw, value }: Leaf, text = raw, look: Shown['look'] = 'plain'): Shown {
  if (value === null) return { pointer, raw, text: '–', look: 'quiet' };
  if (text === '') return { pointer, raw, text: 'empty text', look: 'quiet' };
  // White space, zero-width and control characters alone would be an element that nobody can see.
  if (!/[^\s\p{C}\p{M}]/u.test(text)) return { pointer, raw, text: 'blank text', look: 'quiet' };
  return { pointer, raw, text, look };
}

/** The pieces that are there, parted by the separator. */
export function join(separator: string, ...pieces: readonly (Piece | undefined)[]): Piece[] {
  const present = pieces.filter((piece) => piece !== undefined);
  return present.flatMap((piece, index) => (index === 0 ? piece : [separator, piece]));
}

/** A text before a piece, unless the piece is missing. */
export function led(text: string, piece: Piece | undefined): Line {
  return piece === undefined ? [] : [text, piece];
}
