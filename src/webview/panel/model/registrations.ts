import type { Leaf } from '../../../referral/leaves.ts';
import type { WordList } from '../../../referral/words.ts';
import type { Reader } from '../reader.ts';
import type { Format } from './format.ts';
import { row, rows, section, type Block, type Row, type Section } from './section.ts';
import { code, line, shown, type Line, type Shown } from './shown.ts';

type Show = (leaf: Leaf) => Shown;

/** Deal registrations (reference §3.9). */
export function registrationsOf(reader: Reader, format: Format): Section[] {
  const cards = reader.list('/registrations').flatMap((at) => registrationAt(reader, format, at) ?? []);
  // `None` on a deal without registrations is not worth a section.
  const status = reader.takeIf('/registrationStatus', (leaf) => cards.length > 0 || leaf.value !== 'None');
  const overall: Line = line('Deal registration: ', status && format.words(status, 'registration'));
  return section(
    'registrations',
    'Registrations',
    status && { kind: 'line', line: overall, quiet: cards.length > 0 },
    ...cards,
  );
}

function registrationAt(reader: Reader, format: Format, at: string): Block | undefined {
  const type = reader.take(`${at}/type`);
  const status = reader.take(`${at}/status`);
  const title = line(
    type && format.words(type, 'registrationType'),
    type && status && ' · ',
    status && format.words(status, 'registration'),
  );
  const value = (name: string, label: string, show: Show): Row | undefined => {
    const leaf = reader.take(`${at}/${name}`);
    return row(label, leaf && show(leaf));
  };
  const time: Show = (leaf) => format.time(leaf);
  const day: Show = (leaf) => format.day(leaf);
  const facts = rows([
    value('statusReason', 'Reason', (leaf) => shown(leaf)),
    value('registrationDateTime', 'Registered', time),
    amount(reader, format, `${at}/contract`, 'Contract value'),
    value('contract/term', 'Term', words(format, 'term')),
    value('contract/signDateTime', 'Signed', day),
    value('contract/startDateTime', 'Starts', day),
    value('contract/endDateTime', 'Ends', day),
    value('statusHistory/reviewPendingDateTime', 'Review pending', time),
    value('statusHistory/actionRequiredDateTime', 'Action required', time),
    value('statusHistory/passedDateTime', 'Passed', time),
    value('statusHistory/failedDateTime', 'Failed', time),
    value('statusHistory/approvedDateTime', 'Approved', time),
    value('id', 'Registration', code),
  ]);
  const solutions = reader
    .list(`${at}/solutionDetails`)
    .flatMap((solution) => solutionAt(reader, format, solution) ?? []);
  const blocks = [...(facts === undefined ? [] : [facts]), ...solutions];
  if (title.length === 0 && blocks.length === 0) return undefined;
  return { kind: 'card', title: title.length === 0 ? ['Registration'] : title, blocks };
}

function solutionAt(reader: Reader, format: Format, at: string): Block | undefined {
  const name = reader.take(`${at}/name`);
  const id = reader.take(`${at}/id`);
  const yesNo: Show = (leaf) => format.yesNo(leaf);
  const value = (path: string, label: string, show: Show): Row | undefined => {
    const leaf = reader.take(`${at}/${path}`);
    return row(label, leaf && show(leaf));
  };
  return rows([
    row('Solution', name && shown(name), name && id && ' ', id && code(id)),
    amount(reader, format, at, 'Value'),
    value('isDeployedOnAzure', 'Deployed on Azure', yesNo),
    value('primaryDeploymentOn', 'Deployed in', words(format, 'deployment')),
    value('pricingModel', 'Pricing', words(format, 'pricing')),
    value('marketplaceTransactionDetails/isMarketplaceTransacted', 'Through the marketplace', yesNo),
    value('marketplaceTransactionDetails/marketplaceTransactionDateTime', 'Transacted', (leaf) => format.day(leaf)),
  ]);
}

function amount(reader: Reader, format: Format, at: string, label: string): Row | undefined {
  const value = reader.take(`${at}/value`);
  const currency = reader.take(`${at}/currency`);
  return row(
    label,
    value && format.money(value, currency?.raw),
    value && currency && ' ',
    currency && format.currency(currency),
  );
}

function words(format: Format, list: WordList): Show {
  return (leaf) => format.words(leaf, list);
}
