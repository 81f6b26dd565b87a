import type { ConnectionId } from '../../../protocol/panel.ts';
import { categoryOf } from '../../../referral/category.ts';
import type { ReferralSummary } from '../../../referral/summary.ts';
import { wordsFor } from '../../../referral/words.ts';
import type { Reader } from '../reader.ts';
import type { Format } from './format.ts';
import { line, shown, type Line } from './shown.ts';

export interface Header {
  readonly sandbox: boolean;
  /** What kind of referral this is; parted by dots. */
  readonly kind: readonly Line[];
  readonly title: Line;
  /** Who it is about; parted by dots. */
  readonly who: readonly Line[];
}

export function headerOf(reader: Reader, summary: ReferralSummary, connection: ConnectionId, format: Format): Header {
  const direction = reader.take('/direction');
  const type = reader.take('/type');
  const name = reader.take('/name');
  const customer = reader.take('/customerProfile/name');
  const size = reader.take('/customerProfile/size');
  const title = name ?? customer;
  const { customerCity: city, customerCountry: country } = summary;
  const place = [city, country === undefined ? undefined : format.countryName(country)].filter(
    (part) => part !== undefined,
  );
  return {
    sandbox: connection === 'sandbox',
    kind: [
      [wordsFor('category', categoryOf(summary))],
      direction === undefined ? [] : line(format.words(direction, 'direction'), sender(reader, summary)),
      type === undefined ? [] : [format.words(type, 'type')],
    ],
    title: [title === undefined ? `Referral ${summary.id}` : shown(title)],
    who: [
      name === undefined || customer === undefined ? [] : [shown(customer)],
      // City and country are at home in the address; here they are said once more.
      place.length === 0 ? [] : [place.join(', ')],
      size === undefined ? [] : [format.words(size, 'size')],
    ],
  };
}

/** Who sent it, unless that is the record's own organization: `Incoming` alone doesn't tell the sender (reference §15). */
function sender(reader: Reader, summary: ReferralSummary): string | undefined {
  const by = summary.invitedByOrganizationId?.toLowerCase();
  if (summary.direction !== 'Incoming' || by === undefined || by === summary.organizationId?.toLowerCase())
    return undefined;
  const name = by === 'msft' ? 'Microsoft' : reader.text('/inviteContext/invitedBy/organizationName');
  return name === undefined ? undefined : ` from ${name}`;
}
