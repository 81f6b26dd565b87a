import { format } from 'jsonc-parser';

/**
 * The same JSON with two spaces of indentation. Only white space differs: keys keep their order, numbers and strings
 * their spelling, since the text is edited and never written anew.
 */
export function prettyJson(text: string): string {
  const pieces: string[] = [];
  let end = 0;
  // jsonc-parser's own applyEdits copies the whole text for each edit: quadratic, seconds for a record of 1 MB.
  for (const edit of format(text, undefined, { insertSpaces: true, tabSize: 2, eol: '\n' })) {
    pieces.push(text.slice(end, edit.offset), edit.content);
    end = edit.offset + edit.length;
  }
  pieces.push(text.slice(end));
  return pieces.join('');
}
