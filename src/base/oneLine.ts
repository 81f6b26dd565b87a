/** A text of any origin for a place with one line, of at most 200 characters. */
export function oneLine(text: string, { most }: { most: number } = { most: 200 }): string {
  return cut(withoutBidi(text).replace(/\s+/g, ' ').trim(), most);
}

/** The beginning of a text, with `…` if that isn't all. `most` is in UTF-16 code units; no surrogate pair is split. */
export function cut(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, '')}…` : text;
}

/** Removes the controls of direction (Unicode's Bidi_Control), which would also turn the words around the text. */
export function withoutBidi(text: string): string {
  return text.replace(/[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/g, '');
}
