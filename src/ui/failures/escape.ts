/**
 * Escapes server text for a Markdown string. With `appendText`, bare URLs, `www.` names, e-mail addresses and
 * `<command:…>` still become links, so every character that isn't a letter, a digit or a blank becomes an entity.
 */
export function asMarkdownText(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/[^\p{L}\p{N}\p{M} ]/gu, (character) => `&#${String(character.codePointAt(0))};`);
}

/** Escapes text for notifications, which turn `[text](command:…)` and `[text](https:…)` into links. */
export function asNotificationText(text: string): string {
  return text.replaceAll('](', '] (');
}

/** Escapes server text for labels in which `$(name)` is an icon: quick picks and the status bar. */
export function asLabel(text: string): string {
  return text.replace(/\s+/g, ' ').replaceAll('$(', '\\$(');
}
