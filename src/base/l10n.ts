/**
 * Texts for people, as `vscode.l10n.t` has them, for code that doesn't know `vscode`: the English text is the key, `{0}`
 * is the first value. Until translations are given, or where one is missing, the text is English. Therefore no text may
 * be made while a module loads: the translations come later.
 */

/** Translations by English text, as VS Code reads them from `bundle.l10n.<language>.json`. */
export type Translations = Readonly<Record<string, string>>;

let translations: Translations | undefined;

/** Undefined: English. The extension gives VS Code's, the panel those that came with its page. */
export function useTranslations(given: Translations | undefined): void {
  translations = given;
}

/** False: all texts are English. */
export function isTranslated(): boolean {
  return translations !== undefined;
}

/** The text in the reader's language with the values in it. A place without a value stays as it is, see `filled`. */
export function t(text: string, ...values: readonly (string | number | boolean)[]): string {
  return (translations?.[text] ?? text).replace(/\{(\d)\}/g, (place, index: number) => String(values[index] ?? place));
}
