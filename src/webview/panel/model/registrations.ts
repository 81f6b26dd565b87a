import { t } from '../../../base/l10n.ts';
import { factsAt, row, rows, section, type Block, type Fact, type Section } from './section.ts';
import { wordsFor } from '../../../referral/words.ts';
import type { LeafReader } from './leafReader.ts';
import { filled, join } from './shown.ts';

/** The statuses with a date in the history, in their usual order. */
const statuses = ['ReviewPending', 'ActionRequired', 'Passed', 'Failed', 'Approved'];

/** Deal registrations (docs/api.md, Registrations). */
export function registrationsOf(reader: LeafReader): Section[] {
  const cards = reader.list('/registrations').flatMap((at) => registrationAt(reader, at) ?? []);
  // A deal without registrations and with the status `None` has no section.
  const wanted = ({ value }: { value: unknown }): boolean => cards.length > 0 || value !== 'None';
  const status = filled(t('Deal registration: {0}'), reader.takeIf('/registrationStatus', wanted, 'registration'));
  return section('registrations', t('Registrations'), status.length > 0 && { kind: 'line', line: status }, ...cards);
}

function registrationAt(reader: LeafReader, at: string): Block | undefined {
  const title = join(' · ', reader.take(`${at}/type`, 'registrationType'), reader.take(`${at}/status`, 'registration'));
  const blocks = [
    rows([
      row(t('Contract value'), reader.takeMoney(`${at}/contract`, 'value')),
      ...factsAt(
        reader,
        at,
        [
          ['statusReason', t('Reason'), 'plain'],
          ['registrationDateTime', t('Registered')],
          ['contract/term', t('Term'), 'term'],
          ['contract/signDateTime', t('Signed'), 'day'],
          ['contract/startDateTime', t('Starts'), 'day'],
          ['contract/endDateTime', t('Ends'), 'day'],
          ...statuses.map((name): Fact => [
            `statusHistory/${name[0]?.toLowerCase()}${name.slice(1)}DateTime`,
            wordsFor('registration', name),
          ]),
          ['id', t('Registration'), 'code'],
        ],
        'time',
      ),
    ]),
    ...reader.list(`${at}/solutionDetails`).map((solution) => solutionAt(reader, solution)),
  ].filter((block) => !!block);
  if (title.length === 0 && blocks.length === 0) return undefined;
  return { kind: 'card', title: title.length === 0 ? [t('Registration')] : title, blocks };
}

function solutionAt(reader: LeafReader, at: string): Block | undefined {
  return rows([
    row(t('Solution'), join(' ', reader.take(`${at}/name`), reader.take(`${at}/id`, 'code'))),
    row(t('Value'), reader.takeMoney(at, 'value')),
    ...factsAt(reader, at, [
      ['isDeployedOnAzure', t('Deployed on Azure'), 'yesNo'],
      ['primaryDeploymentOn', t('Deployed in'), 'deployment'],
      ['pricingModel', t('Pricing'), 'pricing'],
      ['marketplaceTransactionDetails/isMarketplaceTransacted', t('Via the marketplace'), 'yesNo'],
      ['marketplaceTransactionDetails/marketplaceTransactionDateTime', t('Transacted'), 'day'],
    ]),
  ]);
}
