import type { ReferralState } from '../../../protocol/panel.ts';
import { categoryOf } from '../../../referral/category.ts';
import type { ReferralFacts } from '../../../referral/summary.ts';
import { wordsFor } from '../../../referral/words.ts';
import type { Sheet } from './sheet.ts';
import { join, type Line } from './shown.ts';

export interface Header {
  readonly sandbox: boolean;
  /** What kind of referral this is; parted by dots. */
  readonly kind: readonly Line[];
  readonly title: Line;
  /** Who it is about; parted by dots. */
  readonly who: readonly Line[];
}

export function headerOf(
  sheet: Sheet,
  summary: ReferralFacts,
  { connection, masked }: Pick<ReferralState, 'connection' | 'masked'>,
): Header {
  const direction = sheet.take('/direction', 'direction');
  const name = sheet.take('/name');
  const customer = sheet.take('/customerProfile/name');
  const country = summary.customerCountry;
  return {
    sandbox: connection === 'sandbox',
    kind: [
      [wordsFor('category', categoryOf(summary))],
      direction === undefined ? [] : join('', direction, sender(sheet, summary)),
      join('', sheet.take('/type', 'type')),
    ],
    title: [name ?? customer ?? `Referral ${summary.id}`],
    who: [
      name === undefined ? [] : join('', customer),
      // City and country are at home in the address; here they are said once more.
      join(
        ', ',
        masked ? undefined : summary.customerCity,
        country === undefined ? undefined : (sheet.format.country(country) ?? country),
      ),
      join('', sheet.take('/customerProfile/size', 'size')),
    ],
  };
}

/** Who sent it, unless that is the record's own organization: `Incoming` alone doesn't tell the sender (reference §15). */
function sender(sheet: Sheet, summary: ReferralFacts): string | undefined {
  const by = summary.invitedByOrganizationId?.toLowerCase();
  if (summary.direction !== 'Incoming' || by === undefined || by === summary.organizationId?.toLowerCase())
    return undefined;
  const name = by === 'msft' ? 'Microsoft' : sheet.text('/inviteContext/invitedBy/organizationName');
  return name === undefined ? undefined : ` from ${name}`;
}
