import { isTranslated } from '../base/l10n.ts';

/**
 * Returns the locale that Intl uses for all displayed texts. It is the language of the extension's texts, since dates,
 * amounts and names are parts of them. While they are only in English, only the region of the editor's language is
 * used, e.g. for the order of day and month.
 */
export function displayLocale(language: string): string {
  try {
    const { region, baseName } = new Intl.Locale(language);
    if (isTranslated()) return baseName;
    return region === undefined ? 'en' : `en-${region}`;
  } catch {
    return 'en';
  }
}
