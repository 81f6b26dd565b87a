import type { ReferralState } from '../../../protocol/panel.ts';
import { parseTree, type Tree } from '../../../referral/leaves.ts';
import { isRecord, readFacts, type ReferralFacts } from '../../../referral/summary.ts';
import { dealOf, invitationOf } from './deal.ts';
import { figuresOf, type Figure } from './figures.ts';
import { Format } from './format.ts';
import { headerOf, type Header } from './header.ts';
import { journeyOf, type Journey } from './journey.ts';
import { needOf, solutionsOf } from './need.ts';
import { addressOf, consentOf, contactsOf, teamOf } from './people.ts';
import { engagementOf } from './engagement.ts';
import { identifiersOf, timelineOf } from './record.ts';
import { registrationsOf } from './registrations.ts';
import { notSetOf, otherOf } from './rest.ts';
import type { Row, Section } from './section.ts';
import { Sheet } from './sheet.ts';
import { led, type Line } from './shown.ts';

/** The whole page as data. Each leaf of the record stands in it once. */
export interface ReferralView {
  readonly header: Header;
  readonly journey: Journey;
  /** Deal value, expected close, qualification, CRM reference. */
  readonly figures: readonly [Figure, Figure, Figure, Figure];
  readonly main: readonly Section[];
  readonly side: readonly Section[];
  readonly rest: readonly Section[];
  readonly notSet: readonly Row[];
  /** Parts of the last line. */
  readonly footer: readonly Line[];
}

/** The page of a state; undefined when its text is no JSON object. */
export function readView(state: ReferralState, locale: string): ReferralView | undefined {
  try {
    const record = JSON.parse(state.text) as unknown;
    // Which referral this is the host knows, even when the record's own id is missing or no text.
    const summary = isRecord(record) ? readFacts({ ...record, id: state.id }) : undefined;
    return summary && viewOf(parseTree(state.text), summary, state, locale);
  } catch {
    return undefined;
  }
}

export function viewOf(
  tree: Tree,
  summary: ReferralFacts,
  state: Pick<ReferralState, 'connection' | 'masked' | 'related'>,
  locale: string,
): ReferralView {
  const sheet = new Sheet(tree, new Format(locale));
  // In order: a leaf belongs to the first that takes it, and the last two list what the others left and laid aside.
  return {
    header: headerOf(sheet, summary, state),
    journey: journeyOf(sheet, summary),
    figures: figuresOf(sheet, summary),
    main: [
      needOf(sheet),
      solutionsOf(sheet),
      invitationOf(sheet),
      engagementOf(sheet, summary, state.related),
      registrationsOf(sheet),
      dealOf(sheet),
    ].flat(),
    side: [
      contactsOf(sheet),
      addressOf(sheet),
      teamOf(sheet, summary),
      consentOf(sheet),
      timelineOf(sheet),
      identifiersOf(sheet),
    ].flat(),
    footer: [
      led('Updated ', sheet.format.timeText(summary.updatedDateTime)),
      led('ETag ', sheet.take('/eTag', 'code')),
    ],
    rest: otherOf(sheet),
    notSet: notSetOf(sheet),
  };
}
