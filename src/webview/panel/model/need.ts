import { hasWords } from '../../../referral/words.ts';
import type { Manner } from './format.ts';
import { factsAt, pairsAt, row, rows, section, tags, type Section } from './section.ts';
import { isTrue, type Sheet } from './sheet.ts';
import { join, type Line, type Shown } from './shown.ts';

const at = '/details/requirements';

/** What the customer wants: the notes and what they are tagged with. */
export function needOf(sheet: Sheet): Section[] {
  const text = sheet.take('/details/notes');
  const iot = `${at}/additionalRequirements/iot`;
  return section(
    'need',
    'What they need',
    text && { kind: 'note', text, quoted: false },
    tags([
      ...sheet.tags(`${at}/industries`, 'industry'),
      ...sheet.tags(`${at}/products`, 'product'),
      ...sheet.tags(`${at}/services`, 'service'),
    ]),
    rows([
      ...factsAt(sheet, '', [
        ['details/customerRequestedContact', 'Asked to be contacted', 'yesNo'],
        ['details/customerAction', 'Customer action'],
        ['customerMarketplaceIntent', 'Marketplace purchase', 'marketplaceIntent'],
      ]),
      ...pairsAt(
        sheet,
        `${at}/additionalRequirements/attributes`,
        ['type', 'attribute', 'Attribute'],
        // The other kinds take their values from lists that change every year (reference §3.8).
        (type) => (type === 'CustomerMarketplaceIntent' ? 'marketplaceIntent' : 'plain'),
      ),
      ...factsAt(sheet, iot, [
        ['customerLicenseAgreementNumber', 'License agreement', 'code'],
        ['deviceCategory', 'Device category'],
        ['siliconType', 'Silicon'],
      ]),
      // False on all deals that have nothing to do with devices, and then left to the rest.
      row('Azure certified device', join('', sheet.takeIf(`${iot}/azureCertifiedDevice`, isTrue, 'yesNo'))),
      row('Services attached', join('', sheet.takeIf(`${iot}/attachServices`, isTrue, 'yesNo'))),
    ]),
  );
}

/** The solutions as a table; columns that nobody fills are left out. */
export function solutionsOf(sheet: Sheet): Section[] {
  const all = sheet.list(`${at}/solutions`).map((solution) => solutionCells(sheet, solution));
  const filled = all.filter((cells) => cells.some((cell) => cell.length > 0));
  const names = ['Solution', 'Kind', 'Publisher', 'Price', 'Quantity', 'Closing'];
  const used = names.map((_, column) => filled.some((cells) => cells[column]?.length !== 0));
  const keep = <T>(cells: readonly T[]): T[] => cells.filter((_, column) => used[column]);
  return section(
    'solutions',
    'Solutions',
    filled.length > 0 && { kind: 'table', columns: keep(names), rows: filled.map(keep) },
    tags([...sheet.tags(`${at}/offers`), ...sheet.tags(`${at}/salesPlays`)]),
  );
}

function solutionCells(sheet: Sheet, solution: string): Line[] {
  const take = (name: string, manner?: Manner): Shown | undefined => sheet.take(`${solution}/${name}`, manner);
  const name = take('name');
  // Without a name beside it a category's id has to be words; catalogue ids are in no list and stay as they are.
  const manner = name === undefined && hasWords('solution', sheet.text(`${solution}/id`) ?? '') ? 'solution' : 'code';
  return [
    join(' ', name, take('id', manner) ?? sheet.take(solution)),
    join(' · ', take('type', 'solutionKind'), take('solutionType')),
    join('', take('publisherName')),
    sheet.takeMoney(solution, 'price'),
    join('', take('quantity')),
    join('', take('closingDateTime', 'day')),
  ];
}
