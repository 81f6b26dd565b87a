import { useTranslations, type Translations } from '../../base/l10n.ts';

/**
 * Reads what came with a page in the attributes of its root (`src/ui/panel/page.ts`): uses the translations, and returns
 * the first state, if there is one.
 */
export function readRoot(root: HTMLElement): unknown {
  const { first, texts } = root.dataset;
  if (texts !== undefined) useTranslations(JSON.parse(texts) as Translations);
  // Customer data that is no longer needed.
  delete root.dataset['first'];
  return first === undefined ? undefined : (JSON.parse(first) as unknown);
}
