import { withoutBidi } from '../../base/oneLine.ts';

/**
 * Escapes server text for a Markdown string. With `appendText`, bare URLs, `www.` names, e-mail addresses and
 * `<command:…>` still become links, so every character that isn't a letter, a digit or a blank becomes an entity.
 */
export function asMarkdownText(text: string): string {
  return withoutBidi(text)
    .replace(/\s+/g, ' ')
    .replace(/[^\p{L}\p{N}\p{M} ]/gu, (character) => `&#${String(character.codePointAt(0))};`);
}

/** Escapes text for notifications, which turn `[text](command:…)` and `[text](https:…)` into links. */
export function asNotificationText(text: string): string {
  return withoutBidi(text).replaceAll('](', '] (');
}

/**
 * Escapes server text for labels in which `$(name)` is an icon: quick picks and the status bar, but no titles. Nothing
 * else is escaped, since VS Code removes the backslash only before an icon.
 */
export function asLabel(text: string): string {
  return withoutBidi(text)
    .replace(/\s+/g, ' ')
    .replace(/\$\([A-Za-z0-9-]+(?:~[A-Za-z]+)?\)/g, '\\$&');
}
