/**
 * Server text for a Markdown string. `appendText` still lets bare URLs, `www.` names, e-mail addresses and `<command:…>`
 * become links, so every character that isn't a letter, a digit or a blank is written as an entity: Markdown sees
 * nothing it could act on, the reader sees the text.
 */
export function asMarkdownText(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/[^\p{L}\p{N}\p{M} ]/gu, (character) => `&#${String(character.codePointAt(0))};`);
}

/** Text for notifications, which turn `[text](command:…)` and `[text](https:…)` into links. */
export function asNotificationText(text: string): string {
  return text.replaceAll('](', '] (');
}

/** Server text for labels that draw `$(name)` as an icon: quick picks and the status bar. */
export function asLabel(text: string): string {
  return text.replace(/\s+/g, ' ').replaceAll('$(', '\\$(');
}
