import type { ReferralSummary } from '../../../referral/summary.ts';
import type { Reader } from '../reader.ts';
import { timeOf, type Format } from './format.ts';
import { line, shown, type Line } from './shown.ts';

export interface Figure {
  readonly key: 'value' | 'close' | 'qualification' | 'crm';
  readonly label: string;
  /** Empty when not set. */
  readonly value: Line;
  readonly note: Line;
}

/** The four figures people look for first; they keep their places, set or not. */
export function figuresOf(reader: Reader, summary: ReferralSummary, format: Format): Figure[] {
  const value = reader.take('/details/dealValue');
  const currency = reader.take('/details/currency');
  const close = reader.take('/details/closingDateTime');
  const closeAt = timeOf(close);
  const qualification = reader.take('/qualification');
  const reference = reader.take('/externalReferenceId');
  return [
    {
      key: 'value',
      label: 'Deal value',
      value: line(value && format.money(value, summary.currency)),
      note: line(currency && format.currency(currency)),
    },
    {
      key: 'close',
      label: 'Expected close',
      value: line(close && format.day(close)),
      note: closeAt === undefined ? [] : [{ at: closeAt, as: 'ago' }],
    },
    {
      key: 'qualification',
      label: 'Qualification',
      value: line(qualification && format.words(qualification, 'qualification')),
      note: qualification === undefined ? [] : line(origin(summary)),
    },
    { key: 'crm', label: 'CRM reference', value: line(reference && shown(reference)), note: [] },
  ];
}

function origin(summary: ReferralSummary): string | undefined {
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
