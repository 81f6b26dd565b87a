import type { Reader } from '../reader.ts';
import { factsAt, isTrue } from './facts.ts';
import type { Format } from './format.ts';
import { tagsAt } from './need.ts';
import { row, rows, section, type Row, type Section } from './section.ts';
import { code, line, shown, type Line } from './shown.ts';

/** How the deal is handled: stage, programme, where it came from. */
export function dealOf(reader: Reader, format: Format): Section[] {
  const tags = tagsAt(reader, format, '/tags');
  return section(
    'deal',
    'Deal',
    rows(
      factsAt(reader, format, '', [
        ['salesStage', 'Sales stage', 'salesStage'],
        ['referralProgram', 'Programme'],
        ['campaignId', 'Campaign'],
        ['referralSource', 'Source'],
        ['callToAction', 'Call to action'],
        ['details/incentiveLevel', 'Incentive level'],
        ['partnerRole', 'Partner role'],
        ['solutionArea', 'Solution area'],
        ['solutionPlay', 'Solution play'],
        ['favorite', 'Starred', 'yesNo', isTrue],
        ['isSpam', 'Marked as spam', 'yesNo', isTrue],
      ]),
    ),
    tags.length === 0 ? undefined : { kind: 'tags', tags },
  );
}

/** Who asked whom, what for, in their words. */
export function invitationOf(reader: Reader, format: Format): Section[] {
  const notes = reader.take('/inviteContext/notes');
  const name = reader.take('/inviteContext/invitedBy/organizationName');
  const location = reader.take('/inviteContext/invitedMpnId');
  const help = reader.take('/inviteContext/assistanceRequestCode');
  const way = line(
    name && 'From ',
    name && shown(name),
    location && (name ? ' to location ' : 'To location '),
    location && code(location),
  );
  return section(
    'invitation',
    'Invitation',
    notes && { kind: 'note', text: shown(notes), quoted: true },
    way.length === 0 ? undefined : { kind: 'line', line: way, quiet: true },
    rows([row('Help wanted', help && format.words(help, 'assistance')), ...targets(reader, format)]),
  );
}

function targets(reader: Reader, format: Format): (Row | undefined)[] {
  return reader.list('/target').map((at) => {
    const type = reader.take(`${at}/type`);
    const id = reader.take(`${at}/id`);
    const who: Line = line(id && (id.value === 'msft' ? shown(id, 'Microsoft') : code(id)));
    return row('Addressed to', type && format.words(type, 'target'), type && id && ' ', ...who);
  });
}
