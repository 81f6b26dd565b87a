import { t } from '../../base/l10n.ts';
import type { CommonIntent } from '../../protocol/panel.ts';

/** What the views of this folder need of the page that shows them. */
export interface CommonPage {
  /** Sends an intent to the host; true if it was carried out. */
  readonly ask: (intent: CommonIntent) => Promise<boolean>;
  /** Announces a text in the live region. */
  readonly say: (words: string) => void;
}

/** A button's handler that sends an intent. Further clicks are ignored until it is settled. */
export function asks<I>(
  page: { readonly ask: (intent: I) => Promise<boolean> },
  intent: I,
  done?: (button: Element) => void,
): (event: Event) => void {
  return (event) => {
    const button = event.currentTarget as Element;
    if (button.ariaDisabled === 'true') return;
    button.ariaDisabled = 'true';
    void page.ask(intent).then((ok) => {
      button.ariaDisabled = null;
      if (ok) done?.(button);
    });
  };
}

/** How long the check mark is shown after copying, in ms. */
const checkMarkDuration = 1500;

/** Copies a value to the clipboard; the button then shows a check mark for a moment. */
export function copies(page: CommonPage, value: string): (event: Event) => void {
  return asks(page, { name: 'copyValue', value }, (button) => {
    button.classList.add('copied');
    setTimeout(() => button.classList.remove('copied'), checkMarkDuration);
    page.say(t('Copied'));
  });
}
