import type { Reader } from '../reader.ts';
import { amountAt, factsAt } from './facts.ts';
import type { Format } from './format.ts';
import { row, rows, section, type Block, type Section } from './section.ts';
import { code, line, shown } from './shown.ts';

/** Deal registrations (reference §3.9). */
export function registrationsOf(reader: Reader, format: Format): Section[] {
  const cards = reader.list('/registrations').flatMap((at) => registrationAt(reader, format, at) ?? []);
  // `None` on a deal without registrations is not worth a section.
  const status = reader.takeIf('/registrationStatus', (leaf) => cards.length > 0 || leaf.value !== 'None');
  return section(
    'registrations',
    'Registrations',
    status && { kind: 'line', line: ['Deal registration: ', format.words(status, 'registration')], quiet: true },
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
  const facts = rows([
    ...factsAt(reader, format, at, [
      ['statusReason', 'Reason'],
      ['registrationDateTime', 'Registered', 'time'],
    ]),
    amountAt(reader, format, `${at}/contract`, 'value', 'Contract value'),
    ...factsAt(reader, format, at, [
      ['contract/term', 'Term', 'term'],
      ['contract/signDateTime', 'Signed', 'day'],
      ['contract/startDateTime', 'Starts', 'day'],
      ['contract/endDateTime', 'Ends', 'day'],
      ['statusHistory/reviewPendingDateTime', 'Review pending', 'time'],
      ['statusHistory/actionRequiredDateTime', 'Action required', 'time'],
      ['statusHistory/passedDateTime', 'Passed', 'time'],
      ['statusHistory/failedDateTime', 'Failed', 'time'],
      ['statusHistory/approvedDateTime', 'Approved', 'time'],
      ['id', 'Registration', 'code'],
    ]),
  ]);
  const solutions = reader.list(`${at}/solutionDetails`).map((solution) => solutionAt(reader, format, solution));
  const blocks = [facts, ...solutions].filter((block) => block !== undefined);
  if (title.length === 0 && blocks.length === 0) return undefined;
  return { kind: 'card', title: title.length === 0 ? ['Registration'] : title, blocks };
}

function solutionAt(reader: Reader, format: Format, at: string): Block | undefined {
  const name = reader.take(`${at}/name`);
  const id = reader.take(`${at}/id`);
  return rows([
    row('Solution', name && shown(name), name && id && ' ', id && code(id)),
    amountAt(reader, format, at, 'value', 'Value'),
    ...factsAt(reader, format, at, [
      ['isDeployedOnAzure', 'Deployed on Azure', 'yesNo'],
      ['primaryDeploymentOn', 'Deployed in', 'deployment'],
      ['pricingModel', 'Pricing', 'pricing'],
      ['marketplaceTransactionDetails/isMarketplaceTransacted', 'Via the marketplace', 'yesNo'],
      ['marketplaceTransactionDetails/marketplaceTransactionDateTime', 'Transacted', 'day'],
    ]),
  ]);
}
