import { parseDate } from './format.ts';
import type { ReferralFacts } from '../../../referral/summary.ts';
import type { Sheet } from './sheet.ts';
import { join, type Line } from './shown.ts';

export interface Figure {
  readonly label: string;
  /** Empty when not set. */
  readonly value: Line;
  readonly note: Line;
}

/** The four figures people look for first; they keep their places, set or not. */
export function figuresOf(sheet: Sheet, summary: ReferralFacts): readonly [Figure, Figure, Figure, Figure] {
  const money = sheet.takeMoney('/details', 'dealValue', 'currency');
  const close = sheet.take('/details/closingDateTime', 'day');
  const closeAt = parseDate(close?.raw);
  return [
    // The currency is told by the amount's sign already; its name makes the note.
    { label: 'Deal value', value: money.slice(0, 1), note: money.slice(2) },
    {
      label: 'Expected close',
      value: join('', close),
      note: closeAt === undefined ? [] : [{ at: closeAt, as: 'ago' }],
    },
    {
      label: 'Qualification',
      value: join('', sheet.take('/qualification', 'qualification')),
      note: join('', origin(summary)),
    },
    { label: 'CRM reference', value: join('', sheet.take('/externalReferenceId')), note: [] },
  ];
}

function origin(summary: ReferralFacts): string | undefined {
  switch (summary.qualification) {
    case 'Direct':
      return 'from the customer';
    case 'MarketingQualified':
      return 'from Microsoft’s marketing';
    case 'SalesQualified':
      // Partners use it for their own deals too (reference §3.10).
      return summary.invitedByOrganizationId?.toLowerCase() === 'msft' ? 'from a Microsoft seller' : 'by a seller';
    default:
      return undefined;
  }
}
