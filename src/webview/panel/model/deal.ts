import { factsAt, row, rows, section, tags, type Row, type Section } from './section.ts';
import { isTrue, type LeafReader } from './leafReader.ts';
import { join, led, shown } from './shown.ts';

/** How the deal is handled: stage, program, source. */
export function dealOf(reader: LeafReader): Section[] {
  return section(
    'deal',
    'Deal',
    rows([
      ...factsAt(reader, '', [
        ['salesStage', 'Sales stage', 'salesStage'],
        ['referralProgram', 'Programme'],
        ['campaignId', 'Campaign'],
        ['referralSource', 'Source'],
        ['callToAction', 'Call to action'],
        ['details/incentiveLevel', 'Incentive level'],
        ['partnerRole', 'Partner role'],
        ['solutionArea', 'Solution area'],
        ['solutionPlay', 'Solution play'],
      ]),
      row('Starred', join('', reader.takeIf('/favorite', isTrue, 'yesNo'))),
      row('Marked as spam', join('', reader.takeIf('/isSpam', isTrue, 'yesNo'))),
    ]),
    tags(reader.tags('/tags')),
  );
}

/** The invitation: sender, recipients, notes. */
export function invitationOf(reader: LeafReader): Section[] {
  const text = reader.take('/inviteContext/notes');
  const way = [
    ...led('From ', reader.take('/inviteContext/invitedBy/organizationName')),
    ...led(' to location ', reader.take('/inviteContext/invitedMpnId', 'code')),
  ];
  return section(
    'invitation',
    'Invitation',
    text && { kind: 'note', text, quoted: true },
    way.length > 0 && { kind: 'line', line: way },
    rows([
      ...factsAt(reader, '', [['inviteContext/assistanceRequestCode', 'Help wanted', 'assistance']]),
      ...reader.list('/target').map((at) => target(reader, at)),
    ]),
  );
}

function target(reader: LeafReader, at: string): Row | undefined {
  const type = reader.take(`${at}/type`, 'target');
  const microsoft = reader.text(`${at}/id`) === 'msft' ? reader.takeLeaf(`${at}/id`) : undefined;
  const who = microsoft === undefined ? reader.take(`${at}/id`, 'code') : shown(microsoft, 'Microsoft');
  return row('Addressed to', join(' ', type, who));
}
