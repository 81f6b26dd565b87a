import type { RelatedReferral } from '../../../protocol/panel.ts';
import type { ReferralFacts } from '../../../referral/summary.ts';
import { statusWords } from '../../../referral/words.ts';
import { parseDate, type Format } from './format.ts';
import { section, type Section } from './section.ts';
import type { Sheet } from './sheet.ts';
import { led, type Line } from './shown.ts';

/** Another referral of the engagement, held against this one. */
export interface Side {
  readonly id: string;
  readonly owner: string;
  /** The deal's name or the customer's. */
  readonly title: string;
  readonly status: string | undefined;
  /** It is worked on, or won. */
  readonly going: boolean;
  /** Parted by dots. */
  readonly notes: readonly Line[];
  /** What both sides tell about the deal; parted by dots. */
  readonly compared: readonly Line[];
}

/** The sides of the engagement that are known here; the own side first. */
export function engagementOf(sheet: Sheet, summary: ReferralFacts, related: readonly RelatedReferral[]): Section[] {
  const owner = sheet.take('/organizationName');
  const own = owner === undefined ? ['This referral'] : [owner, ' · this referral'];
  const known = owner !== undefined || related.length > 0;
  const sides = related.map((other) => sideOf(sheet.format, summary, other));
  return section('engagement', 'Engagement', known && { kind: 'engagement', own, related: sides });
}

function sideOf(format: Format, here: ReferralFacts, other: RelatedReferral): Side {
  const { id, owner, status, substatus, title } = other;
  const updated = parseDate(other.updatedDateTime);
  return {
    id,
    owner: ownerName(owner),
    status: statusWords(status, substatus),
    going: status === 'Active' || substatus === 'Won',
    title,
    notes: [
      // A moment needs its words before it in one line.
      updated === undefined ? [] : led('updated ', { at: updated, as: 'ago' }),
    ],
    compared: [
      compare('deal value', amount(format, other), amount(format, here)),
      compare('expected close', format.dayText(other.closingDateTime), format.dayText(here.closingDateTime)),
    ],
  };
}

export function ownerName(owner: RelatedReferral['owner']): string {
  return owner.kind === 'microsoft' ? 'Microsoft’s side' : (owner.name ?? 'Another partner');
}

/** Silent where the other side tells nothing. */
function compare(name: string, there: string | undefined, here: string | undefined): Line {
  if (there === undefined) return [];
  return [there === here ? `same ${name}` : `${name} ${there}, here ${here ?? 'not set'}`];
}

function amount(format: Format, of: Pick<RelatedReferral, 'dealValue' | 'currency'>): string | undefined {
  return of.dealValue === undefined ? undefined : format.amount(String(of.dealValue), of.currency);
}
