import { t } from '../../../base/l10n.ts';
import { factsAt, row, rows, section, tags, type ValueRow, type Section } from './section.ts';
import { isTrue, type LeafReader } from './leafReader.ts';
import { filled, join } from './shown.ts';

/** How the deal is handled: stage, program, source. */
export function dealOf(reader: LeafReader): Section[] {
  return section(
    'deal',
    t('Deal'),
    rows([
      ...factsAt(reader, '', [
        ['salesStage', t('Sales stage'), 'salesStage'],
        ['referralProgram', t('Program')],
        ['campaignId', t('Campaign')],
        ['referralSource', t('Source')],
        ['callToAction', t('Call to action')],
        ['details/incentiveLevel', t('Incentive level')],
        ['partnerRole', t('Partner role')],
        ['solutionArea', t('Solution area')],
        ['solutionPlay', t('Solution play')],
      ]),
      row(t('Starred'), join('', reader.takeIf('/favorite', isTrue, 'yesNo'))),
      row(t('Marked as spam'), join('', reader.takeIf('/isSpam', isTrue, 'yesNo'))),
    ]),
    tags(reader.tags('/tags')),
  );
}

/** The invitation: sender, recipients, notes. */
export function invitationOf(reader: LeafReader): Section[] {
  const text = reader.take('/inviteContext/notes');
  const from = reader.take('/inviteContext/invitedBy/organizationName');
  const to = reader.take('/inviteContext/invitedMpnId', 'code');
  const sender = !from
    ? filled(t('To location {0}'), to)
    : to
      ? filled(t('From {0} to location {1}'), from, to)
      : filled(t('From {0}'), from);
  return section(
    'invitation',
    t('Invitation'),
    text && { kind: 'note', text, quoted: true },
    sender.length > 0 && { kind: 'line', line: sender },
    rows([
      ...factsAt(reader, '', [['inviteContext/assistanceRequestCode', t('Requested help'), 'assistance']]),
      ...reader.list('/target').map((at) => target(reader, at)),
    ]),
  );
}

function target(reader: LeafReader, at: string): ValueRow | undefined {
  const type = reader.take(`${at}/type`, 'target');
  const who = reader.take(`${at}/id`, reader.text(`${at}/id`) === 'msft' ? 'organization' : 'code');
  return row(t('Addressed to'), join(' ', type, who));
}
