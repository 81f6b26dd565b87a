/** A text of any origin for a place with one line, of at most 200 characters. */
export function oneLine(text: string, { most }: { most: number } = { most: 200 }): string {
  const flat = text.replace(/\s+/g, ' ').trim();
  return flat.length > most ? `${flat.slice(0, most - 1)}…` : flat;
}
