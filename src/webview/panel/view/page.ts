import type { FieldChange, Intent } from '../../../protocol/panel.ts';

/** What the page has for all its parts. */
export interface Page {
  /** BCP 47, one that Intl takes. */
  readonly locale: string;
  /** Now, in ms since 1970, for relative times. */
  readonly now: number;
  /** Personal data is hidden. */
  readonly masked: boolean;
  /** JSON pointers of what is. */
  readonly hidden: ReadonlySet<string>;
  /** What a refresh changed, by JSON pointer. */
  readonly changed: ReadonlyMap<string, FieldChange>;
  /** Asks the host to do something; true when it was done. */
  readonly ask: (intent: Intent) => Promise<boolean>;
  /** Says something in the live region. */
  readonly say: (words: string) => void;
}

/** A button's handler that sends one intent at a time: a second press while the first is under way is ignored. */
export function asks(page: Page, intent: Intent, done?: (button: Element) => void): (event: Event) => void {
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

/** How long a tick says that something was copied. */
const tick = 1500;

/** Puts a value on the clipboard; the button shows a tick for a moment when the host says it's done. */
export function copies(page: Page, value: string): (event: Event) => void {
  return asks(page, { name: 'copyValue', value }, (button) => {
    button.classList.add('copied');
    setTimeout(() => button.classList.remove('copied'), tick);
    page.say('Copied');
  });
}
