/**
 * Translates texts as `vscode.l10n.t` does, for code that doesn't import `vscode`. The English text is the key, and
 * `{0}` is replaced by the first value. A text without a translation stays English. No text may be created while a
 * module loads, since the translations are set later.
 */

/** Translations by English text, as VS Code reads them from `bundle.l10n.<language>.json`. */
export type Translations = Readonly<Record<string, string>>;

let translations: Translations | undefined;

/**
 * Sets the translations; undefined for English. The extension passes those of VS Code, and the panel those of its page.
 */
export function useTranslations(given: Translations | undefined): void {
  translations = given;
}

/** False if all texts are English. */
export function isTranslated(): boolean {
  return translations !== undefined;
}

/**
 * Returns the translated text with the values inserted. A placeholder without a value stays unchanged, which `filled` of
 * the panel needs.
 */
export function t(text: string, ...values: readonly Value[]): string {
  return inEnglish(translations?.[text] ?? text, ...values);
}

/** Inserts the values as `t` does, but doesn't translate: for a text that is for people and for programs. */
export function inEnglish(text: string, ...values: readonly Value[]): string {
  return text.replace(/\{(\d)\}/g, (place, index: number) => String(values[index] ?? place));
}

/** {@link t} or {@link inEnglish}. */
export type Translate = (text: string, ...values: readonly Value[]) => string;
type Value = string | number | boolean;
