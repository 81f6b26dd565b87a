import { isTranslated } from '../base/l10n.ts';

/**
 * The locale of every text that Intl makes for a person, as Intl takes it. It follows our own texts, since dates, amounts
 * and names stand within them. While these are English, only the region is used of the editor's language, e.g. for the
 * order of day and month.
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
