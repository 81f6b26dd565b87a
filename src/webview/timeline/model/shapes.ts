import { t } from '../../../base/l10n.ts';
import type { EventKind } from '../../../protocol/timeline.ts';

/** Paths around 0,0 in a square of 16. Filled shapes are things that were written, open ones are not. */
export const shapes: Readonly<Record<EventKind, string>> = {
  created: 'M-6 0H6M0-6V6',
  moved: 'M0-7L7 0 0 7-7 0Z',
  changed: 'M0-4.5L4.5 0 0 4.5-4.5 0Z',
  seen: 'M0-5.5L5.5 0 0 5.5-5.5 0Z',
  read: 'M4.5 0A4.5 4.5 0 1 1-4.5 0 4.5 4.5 0 0 1 4.5 0Z',
  list: 'M-4.5-4.5H4.5V4.5H-4.5ZM-2-1.5H2M-2 1.5H2',
  write: 'M5.5 0A5.5 5.5 0 1 1-5.5 0 5.5 5.5 0 0 1 5.5 0Z',
  failed: 'M-5-5L5 5M5-5L-5 5',
  delivered: 'M0-6L6 5H-6Z',
  undelivered: 'M0-6L6 5H-6ZM-6-6L6 6',
  clock: 'M-6-5L-1 0-6 5M0-5L5 0 0 5',
  expiry: 'M-5-6H5L-5 6H5Z',
  close: 'M-4 7V-6H6L3-2.5 6 1H-4',
};

/** The kinds with their names, in the order of the legend. */
export function kindNames(): readonly (readonly [EventKind, string])[] {
  return [
    ['created', t('Created')],
    ['moved', t('Status changed')],
    ['changed', t('Changed')],
    ['seen', t('New version received')],
    ['read', t('Read')],
    ['list', t('List read')],
    ['write', t('Written')],
    ['failed', t('Refused or no response')],
    ['delivered', t('Webhook delivered')],
    ['undelivered', t('Webhook not delivered')],
    ['clock', t('Clock advanced')],
    ['expiry', t('Expiry')],
    ['close', t('Expected close')],
  ];
}
