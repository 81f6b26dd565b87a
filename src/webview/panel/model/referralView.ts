import { t } from '../../../base/l10n.ts';
import type { ReferralState } from '../../../protocol/panel.ts';
import { parseJsonTree, type Tree } from '../../../referral/leaves.ts';
import { isRecord, readFacts, type ReferralFacts } from '../../../referral/summary.ts';
import { dealOf, invitationOf } from './deal.ts';
import { figuresOf, type Figure } from './figures.ts';
import { Formatter } from './formatter.ts';
import { headerOf, type Header } from './header.ts';
import { journeyOf, type Journey } from './journey.ts';
import { needOf, solutionsOf } from './need.ts';
import { addressOf, consentOf, contactsOf, teamOf } from './people.ts';
import { engagementOf } from './engagement.ts';
import { identifiersOf, timelineOf } from './record.ts';
import { registrationsOf } from './registrations.ts';
import { notSetOf, otherOf } from './rest.ts';
import type { ValueRow, Section } from './section.ts';
import { LeafReader } from './leafReader.ts';
import { filled, type Line } from './shown.ts';

/** The whole page as data, with each leaf of the record once. */
export interface ReferralView {
  readonly header: Header;
  readonly journey: Journey;
  /** Deal value, expected close, qualification, CRM reference. */
  readonly figures: readonly [Figure, Figure, Figure, Figure];
  readonly main: readonly Section[];
  readonly side: readonly Section[];
  readonly rest: readonly Section[];
  readonly notSet: readonly ValueRow[];
  /** Parts of the last line. */
  readonly footer: readonly Line[];
}

/** The page of a state; undefined if its text isn't a JSON object. */
export function readView(state: ReferralState, locale: string): ReferralView | undefined {
  try {
    const record = JSON.parse(state.text) as unknown;
    // The host knows the referral's id even if the record has no valid id.
    const summary = isRecord(record) ? readFacts({ ...record, id: state.id }) : undefined;
    return summary && viewOf(parseJsonTree(state.text), summary, state, locale);
  } catch {
    return undefined;
  }
}

export function viewOf(
  tree: Tree,
  summary: ReferralFacts,
  state: Pick<ReferralState, 'connection' | 'masked' | 'related' | 'changes'>,
  locale: string,
): ReferralView {
  const reader = new LeafReader(tree, new Formatter(locale), state.changes?.fields);
  // The order matters: a leaf belongs to the first section that takes it, and the last two list the remaining and blank
  // leaves.
  return {
    header: headerOf(reader, summary, state),
    journey: journeyOf(reader, summary),
    figures: figuresOf(reader, summary),
    main: [
      needOf(reader),
      solutionsOf(reader),
      invitationOf(reader),
      engagementOf(reader, summary, state.related),
      registrationsOf(reader),
      dealOf(reader),
    ].flat(),
    side: [
      contactsOf(reader),
      addressOf(reader),
      teamOf(reader, summary),
      consentOf(reader),
      timelineOf(reader),
      identifiersOf(reader),
    ].flat(),
    footer: [
      filled(t('Updated {0}'), reader.formatter.timeText(summary.updatedDateTime)),
      filled(t('ETag {0}'), reader.take('/eTag', 'code')),
    ],
    rest: otherOf(reader),
    notSet: notSetOf(reader),
  };
}
