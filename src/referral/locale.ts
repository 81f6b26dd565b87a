/**
 * The locale of every text that Intl makes for a person, as Intl takes it. Our own texts are English, so dates, amounts
 * and names in them are too; of the editor's language only the region is used, e.g. for the order of day and month.
 */
export function displayLocale(language: string): string {
  try {
    const { region } = new Intl.Locale(language);
    return region === undefined ? 'en' : `en-${region}`;
  } catch {
    return 'en';
  }
}
