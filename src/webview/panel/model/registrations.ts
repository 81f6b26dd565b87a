import { factsAt, row, rows, section, type Block, type Section } from './section.ts';
import type { Sheet } from './sheet.ts';
import { join, led } from './shown.ts';

/** Deal registrations (reference §3.9). */
export function registrationsOf(sheet: Sheet): Section[] {
  const cards = sheet.list('/registrations').flatMap((at) => registrationAt(sheet, at) ?? []);
  // `None` on a deal without registrations is not worth a section.
  const wanted = ({ value }: { value: unknown }): boolean => cards.length > 0 || value !== 'None';
  const status = led('Deal registration: ', sheet.takeIf('/registrationStatus', wanted, 'registration'));
  return section('registrations', 'Registrations', status.length > 0 && { kind: 'line', line: status }, ...cards);
}

function registrationAt(sheet: Sheet, at: string): Block | undefined {
  const title = join(' · ', sheet.take(`${at}/type`, 'registrationType'), sheet.take(`${at}/status`, 'registration'));
  const blocks = [
    rows([
      row('Contract value', sheet.takeMoney(`${at}/contract`, 'value')),
      ...factsAt(sheet, at, [
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
    ...sheet.list(`${at}/solutionDetails`).map((solution) => solutionAt(sheet, solution)),
  ].filter((block) => block !== undefined);
  if (title.length === 0 && blocks.length === 0) return undefined;
  return { kind: 'card', title: title.length === 0 ? ['Registration'] : title, blocks };
}

function solutionAt(sheet: Sheet, at: string): Block | undefined {
  return rows([
    row('Solution', join(' ', sheet.take(`${at}/name`), sheet.take(`${at}/id`, 'code'))),
    row('Value', sheet.takeMoney(at, 'value')),
    ...factsAt(sheet, at, [
      ['isDeployedOnAzure', 'Deployed on Azure', 'yesNo'],
      ['primaryDeploymentOn', 'Deployed in', 'deployment'],
      ['pricingModel', 'Pricing', 'pricing'],
      ['marketplaceTransactionDetails/isMarketplaceTransacted', 'Via the marketplace', 'yesNo'],
      ['marketplaceTransactionDetails/marketplaceTransactionDateTime', 'Transacted', 'day'],
    ]),
  ]);
}
