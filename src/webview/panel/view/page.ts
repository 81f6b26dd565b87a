import type { FieldChange, Intent } from '../../../protocol/panel.ts';

/** Values and functions for all views of the page. */
export interface Page {
  /** BCP 47, supported by Intl. */
  readonly locale: string;
  /** Now, in ms since 1970, for relative times. */
  readonly now: number;
  /** Called by views with the time until which their text is valid, in ms since 1970. */
  readonly until: (moment: number) => void;
  /** Personal data is hidden. */
  readonly masked: boolean;
  /** JSON pointers of hidden values. */
  readonly hidden: ReadonlySet<string>;
  /** What a refresh changed, by JSON pointer. */
  readonly changed: ReadonlyMap<string, FieldChange>;
  /** Sends an intent to the host; true if it was carried out. */
  readonly ask: (intent: Intent) => Promise<boolean>;
  /** Announces a text in the live region. */
  readonly say: (words: string) => void;
}

/** Formats the time of day, with seconds. */
export function timeOfDay(at: number, locale: string): string {
  return new Intl.DateTimeFormat(locale, { timeStyle: 'medium' }).format(at);
}
