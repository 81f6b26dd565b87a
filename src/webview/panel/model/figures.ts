import { t } from '../../../base/l10n.ts';
import { parseDate } from '../../../referral/when.ts';
import type { ReferralFacts } from '../../../referral/summary.ts';
import type { LeafReader } from './leafReader.ts';
import { join, type Line } from './shown.ts';

export interface Figure {
  readonly label: string;
  /** Empty if not set. */
  readonly value: Line;
  readonly note: Line;
}

/** The four key figures. Their positions are fixed, even if they are not set. */
export function figuresOf(reader: LeafReader, summary: ReferralFacts): readonly [Figure, Figure, Figure, Figure] {
  const money = reader.takeMoney('/details', 'dealValue', 'currency');
  const close = reader.take('/details/closingDateTime', 'day');
  const closeAt = parseDate(close?.raw);
  return [
    // The amount already contains the currency symbol, so the note has the currency's name.
    { label: t('Deal value'), value: money.slice(0, 1), note: money.slice(2) },
    {
      label: t('Expected close'),
      value: join('', close),
      note: closeAt === undefined ? [] : [{ at: closeAt, as: 'day' }],
    },
    {
      label: t('Qualification'),
      value: join('', reader.take('/qualification', 'qualification')),
      note: join('', origin(summary)),
    },
    { label: t('CRM reference'), value: join('', reader.take('/externalReferenceId')), note: [] },
  ];
}

function origin(summary: ReferralFacts): string | undefined {
  switch (summary.qualification) {
    case 'Direct':
      return t('from the customer');
    case 'MarketingQualified':
      return t('from Microsoft’s marketing');
    case 'SalesQualified':
      // Partners use it for their own deals too (docs/api.md, Values).
      return summary.invitedByOrganizationId?.toLowerCase() === 'msft'
        ? t('from a Microsoft seller')
        : t('by a seller');
    default:
      return undefined;
  }
}
