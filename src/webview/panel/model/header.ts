import { t } from '../../../base/l10n.ts';
import type { ReferralState } from '../../../protocol/panel.ts';
import { categoryOf } from '../../../referral/category.ts';
import type { ReferralFacts } from '../../../referral/summary.ts';
import { wordsFor } from '../../../referral/words.ts';
import type { LeafReader } from './leafReader.ts';
import { filled, join, type Line, type Piece, type Shown } from './shown.ts';

export interface Header {
  readonly sandbox: boolean;
  /** The kind of referral; separated by dots. */
  readonly kind: readonly Line[];
  readonly title: Line;
  /** The customer; separated by dots. */
  readonly who: readonly Line[];
}

export function headerOf(
  reader: LeafReader,
  summary: ReferralFacts,
  { connection, masked }: Pick<ReferralState, 'connection' | 'masked'>,
): Header {
  const direction = reader.take('/direction', 'direction');
  const name = reader.take('/name');
  const customer = reader.take('/customerProfile/name');
  const country = summary.customerCountry;
  return {
    sandbox: connection === 'sandbox',
    kind: [
      [wordsFor('category', categoryOf(summary))],
      sentBy(direction, reader, summary),
      join('', reader.take('/type', 'type')),
    ],
    title: [name ?? customer ?? t('Referral {0}', summary.id)],
    who: [
      name ? join('', customer) : [],
      // City and country are taken by the address; here they are repeated.
      join(
        ', ',
        masked ? undefined : summary.customerCity,
        country === undefined ? undefined : (reader.formatter.country(country) ?? country),
      ),
      join('', reader.take('/customerProfile/size', 'size')),
    ],
  };
}

/**
 * The direction with the sender, unless that is the record's own organization: `Incoming` alone doesn't identify the
 * sender (docs/api.md, Categories).
 */
function sentBy(direction: Shown | undefined, reader: LeafReader, summary: ReferralFacts): Line {
  const by = summary.invitedByOrganizationId?.toLowerCase();
  if (summary.direction !== 'Incoming' || by === undefined || by === summary.organizationId?.toLowerCase())
    return join('', direction);
  const name = by === 'msft' ? 'Microsoft' : reader.text('/inviteContext/invitedBy/organizationName');
  return name === undefined ? join('', direction) : filled<Piece>(t('{0} from {1}'), direction, name);
}
