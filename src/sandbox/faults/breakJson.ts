/**
 * A JSON text with its first comma between two values missing, like the official get sample (reference §15). Text without
 * such a comma becomes an unfinished one.
 */
export function breakJson(json: string): string {
  const comma = /("(?:[^"\\]|\\.)*"|[\d}\]el])\s*,/.exec(stripStrings(json));
  if (!comma) return `${json.slice(0, -1)} "id" `;
  const at = comma.index + comma[0].length - 1;
  return `${json.slice(0, at)} ${json.slice(at + 1)}`;
}

/** Blanks the inside of strings, so that offsets stay and commas in them don't count. */
function stripStrings(json: string): string {
  return json.replace(/"(?:[^"\\]|\\.)*"/g, (string) => `"${' '.repeat(string.length - 2)}"`);
}
