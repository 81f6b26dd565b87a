import { t } from '../../../base/l10n.ts';
import type { RelatedReferral } from '../../../protocol/panel.ts';
import type { ReferralFacts } from '../../../referral/summary.ts';
import { statusWords } from '../../../referral/words.ts';
import { parseDate } from '../../../referral/when.ts';
import type { Formatter } from './formatter.ts';
import { section, type Section } from './section.ts';
import type { LeafReader } from './leafReader.ts';
import { filled, type Line, type Piece } from './shown.ts';

/** Another referral of the engagement, compared with this one. */
export interface Side {
  readonly id: string;
  readonly owner: string;
  /** The deal's name or the customer's. */
  readonly title: string;
  readonly status: string | undefined;
  /** Active or won. */
  readonly going: boolean;
  /** Separated by dots. */
  readonly notes: readonly Line[];
  /** Compared values of the deal; separated by dots. */
  readonly compared: readonly Line[];
}

/** The known referrals of the engagement; this one first. */
export function engagementOf(
  reader: LeafReader,
  summary: ReferralFacts,
  related: readonly RelatedReferral[],
): Section[] {
  const owner = reader.take('/organizationName');
  const own = owner ? filled<Piece>(t('{0} · this referral'), owner) : [t('This referral')];
  const known = owner || related.length > 0;
  const sides = related.map((other) => sideOf(reader.formatter, summary, other));
  return section('engagement', t('Engagement'), known && { kind: 'engagement', own, related: sides });
}

function sideOf(formatter: Formatter, here: ReferralFacts, other: RelatedReferral): Side {
  const { id, owner, status, substatus, title } = other;
  const updated = parseDate(other.updatedDateTime);
  return {
    id,
    owner: ownerName(owner),
    status: statusWords(status, substatus),
    going: status === 'Active' || substatus === 'Won',
    title,
    notes: [
      // A relative time needs a label in the same line.
      updated === undefined ? [] : filled<Piece>(t('updated {0}'), { at: updated, as: 'ago' }),
    ],
    compared: [
      compare(amount(formatter, other), amount(formatter, here), t('same deal value'), t('deal value {0}, here {1}')),
      compare(
        formatter.dayText(other.closingDateTime),
        formatter.dayText(here.closingDateTime),
        t('same expected close'),
        t('expected close {0}, here {1}'),
      ),
    ],
  };
}

export function ownerName(owner: RelatedReferral['owner']): string {
  return owner.kind === 'microsoft' ? t('Microsoft’s side') : (owner.name ?? t('Another partner'));
}

/** Empty if the other side has no value. */
function compare(there: string | undefined, here: string | undefined, same: string, differs: string): Line {
  if (there === undefined) return [];
  return [there === here ? same : filled(differs, there, here ?? t('not set')).join('')];
}

function amount(formatter: Formatter, of: Pick<RelatedReferral, 'dealValue' | 'currency'>): string | undefined {
  return of.dealValue === undefined ? undefined : formatter.amount(String(of.dealValue), of.currency);
}
