import { factsAt, row, rows, section, type Block, type Section } from './section.ts';
import type { LeafReader } from './leafReader.ts';
import { join, led } from './shown.ts';

/** Deal registrations (docs/api.md, Registrations). */
export function registrationsOf(reader: LeafReader): Section[] {
  const cards = reader.list('/registrations').flatMap((at) => registrationAt(reader, at) ?? []);
  // A deal without registrations and with the status `None` has no section.
  const wanted = ({ value }: { value: unknown }): boolean => cards.length > 0 || value !== 'None';
  const status = led('Deal registration: ', reader.takeIf('/registrationStatus', wanted, 'registration'));
  return section('registrations', 'Registrations', status.length > 0 && { kind: 'line', line: status }, ...cards);
}

function registrationAt(reader: LeafReader, at: string): Block | undefined {
  const title = join(' · ', reader.take(`${at}/type`, 'registrationType'), reader.take(`${at}/status`, 'registration'));
  const blocks = [
    rows([
      row('Contract value', reader.takeMoney(`${at}/contract`, 'value')),
      ...factsAt(reader, at, [
        ['statusReason', 'Reason'],
        ['registrationDateTime', 'Registered', 'time'],
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
    ]),
    ...reader.list(`${at}/solutionDetails`).map((solution) => solutionAt(reader, solution)),
  ].filter((block) => block !== undefined);
  if (title.length === 0 && blocks.length === 0) return undefined;
  return { kind: 'card', title: title.length === 0 ? ['Registration'] : title, blocks };
}

function solutionAt(reader: LeafReader, at: string): Block | undefined {
  return rows([
    row('Solution', join(' ', reader.take(`${at}/name`), reader.take(`${at}/id`, 'code'))),
    row('Value', reader.takeMoney(at, 'value')),
    ...factsAt(reader, at, [
      ['isDeployedOnAzure', 'Deployed on Azure', 'yesNo'],
      ['primaryDeploymentOn', 'Deployed in', 'deployment'],
      ['pricingModel', 'Pricing', 'pricing'],
      ['marketplaceTransactionDetails/isMarketplaceTransacted', 'Via the marketplace', 'yesNo'],
      ['marketplaceTransactionDetails/marketplaceTransactionDateTime', 'Transacted', 'day'],
    ]),
  ]);
}
