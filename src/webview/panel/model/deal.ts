import { factsAt, row, rows, section, tags, type Row, type Section } from './section.ts';
import { isTrue, type Sheet } from './sheet.ts';
import { join, led, shown } from './shown.ts';

/** How the deal is handled: stage, programme, where it came from. */
export function dealOf(sheet: Sheet): Section[] {
  return section(
    'deal',
    'Deal',
    rows([
      ...factsAt(sheet, '', [
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
      row('Starred', join('', sheet.takeIf('/favorite', isTrue, 'yesNo'))),
      row('Marked as spam', join('', sheet.takeIf('/isSpam', isTrue, 'yesNo'))),
    ]),
    tags(sheet.tags('/tags')),
  );
}

/** Who asked whom, what for, in their words. */
export function invitationOf(sheet: Sheet): Section[] {
  const text = sheet.take('/inviteContext/notes');
  const way = [
    ...led('From ', sheet.take('/inviteContext/invitedBy/organizationName')),
    ...led(' to location ', sheet.take('/inviteContext/invitedMpnId', 'code')),
  ];
  return section(
    'invitation',
    'Invitation',
    text && { kind: 'note', text, quoted: true },
    way.length > 0 && { kind: 'line', line: way },
    rows([
      ...factsAt(sheet, '', [['inviteContext/assistanceRequestCode', 'Help wanted', 'assistance']]),
      ...sheet.list('/target').map((at) => target(sheet, at)),
    ]),
  );
}

function target(sheet: Sheet, at: string): Row | undefined {
  const type = sheet.take(`${at}/type`, 'target');
  const microsoft = sheet.text(`${at}/id`) === 'msft' ? sheet.takeLeaf(`${at}/id`) : undefined;
  const who = microsoft === undefined ? sheet.take(`${at}/id`, 'code') : shown(microsoft, 'Microsoft');
  return row('Addressed to', join(' ', type, who));
}
