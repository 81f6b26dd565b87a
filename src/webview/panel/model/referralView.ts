import type { ReferralState } from '../../../protocol/panel.ts';
import type { Tree } from '../../../referral/leaves.ts';
import type { ReferralSummary } from '../../../referral/summary.ts';
import { Reader } from '../reader.ts';
import { dealOf, invitationOf } from './deal.ts';
import { figuresOf, type Figure } from './figures.ts';
import { Format } from './format.ts';
import { headerOf, type Header } from './header.ts';
import { journeyOf, type Journey } from './journey.ts';
import { needOf, solutionsOf } from './need.ts';
import { addressOf, consentOf, contactsOf, teamOf } from './people.ts';
import { engagementOf, identifiersOf, timelineOf } from './record.ts';
import { registrationsOf } from './registrations.ts';
import { notSetOf, otherOf } from './rest.ts';
import type { Row, Section } from './section.ts';
import { code, type Line } from './shown.ts';

/** The whole page as data. Each leaf of the record stands in it once. */
export interface ReferralView {
  readonly header: Header;
  readonly journey: Journey;
  readonly figures: readonly Figure[];
  readonly main: readonly Section[];
  readonly side: readonly Section[];
  readonly rest: readonly Section[];
  readonly notSet: readonly Row[];
  readonly tag: Line;
}

export function viewOf(
  tree: Tree,
  summary: ReferralSummary,
  state: Pick<ReferralState, 'connection' | 'related'>,
  locale: string,
): ReferralView {
  const reader = new Reader(tree);
  const format = new Format(locale);
  const header = headerOf(reader, summary, state.connection, format);
  const journey = journeyOf(reader, summary, format);
  const figures = figuresOf(reader, summary, format);
  const main = [
    ...needOf(reader, format),
    ...solutionsOf(reader, format),
    ...invitationOf(reader, format),
    ...engagementOf(reader, state.related),
    ...registrationsOf(reader, format),
    ...dealOf(reader, format),
  ];
  const side = [
    ...contactsOf(reader, format),
    ...addressOf(reader, format),
    ...teamOf(reader, format),
    ...consentOf(reader),
    ...timelineOf(reader, format),
    ...identifiersOf(reader, format),
  ];
  const tag = reader.take('/eTag');
  // Last: they list what the sections above left and laid aside.
  const rest = otherOf(reader);
  return {
    header,
    journey,
    figures,
    main,
    side,
    rest,
    notSet: notSetOf(reader),
    tag: tag === undefined ? [] : [code(tag)],
  };
}
