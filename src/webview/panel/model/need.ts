import { t } from '../../../base/l10n.ts';
import { hasWords } from '../../../referral/words.ts';
import type { ValueFormat } from './formatter.ts';
import { factsAt, pairsAt, row, rows, section, tags, type Section } from './section.ts';
import { isTrue, type LeafReader } from './leafReader.ts';
import { join, type Line, type Shown } from './shown.ts';

const at = '/details/requirements';

/** The customer's requirements: notes and tags. */
export function needOf(reader: LeafReader): Section[] {
  const text = reader.take('/details/notes');
  const iot = `${at}/additionalRequirements/iot`;
  return section(
    'need',
    t('Customer needs'),
    text && { kind: 'note', text, quoted: false },
    tags([
      ...reader.tags(`${at}/industries`, 'industry'),
      ...reader.tags(`${at}/products`, 'product'),
      ...reader.tags(`${at}/services`, 'service'),
    ]),
    rows([
      ...factsAt(reader, '', [
        ['details/customerRequestedContact', t('Asked to be contacted'), 'yesNo'],
        ['details/customerAction', t('Customer action')],
        ['customerMarketplaceIntent', t('Marketplace purchase'), 'marketplaceIntent'],
      ]),
      ...pairsAt(
        reader,
        `${at}/additionalRequirements/attributes`,
        ['type', 'attribute', t('Attribute')],
        // The other kinds take their values from lists that change every year (docs/api.md, Additional requirements).
        (type) => (type === 'CustomerMarketplaceIntent' ? 'marketplaceIntent' : 'plain'),
      ),
      ...factsAt(reader, iot, [
        ['customerLicenseAgreementNumber', t('License agreement'), 'code'],
        ['deviceCategory', t('Device category')],
        ['siliconType', t('Silicon')],
      ]),
      // False on deals without devices, and then part of the rest.
      row(t('Azure certified device'), join('', reader.takeIf(`${iot}/azureCertifiedDevice`, isTrue, 'yesNo'))),
      row(t('Services attached'), join('', reader.takeIf(`${iot}/attachServices`, isTrue, 'yesNo'))),
    ]),
  );
}

/** The solutions as a table without empty columns. */
export function solutionsOf(reader: LeafReader): Section[] {
  const all = reader.list(`${at}/solutions`).map((solution) => solutionCells(reader, solution));
  const filled = all.filter((cells) => cells.some((cell) => cell.length > 0));
  const names = [t('Solution'), t('Kind'), t('Publisher'), t('Price'), t('Quantity'), t('Closing')];
  const used = names.map((_, column) => filled.some((cells) => cells[column]?.length !== 0));
  const keep = <T>(cells: readonly T[]): T[] => cells.filter((_, column) => used[column]);
  return section(
    'solutions',
    t('Solutions'),
    filled.length > 0 && { kind: 'table', columns: keep(names), rows: filled.map(keep) },
    tags([...reader.tags(`${at}/offers`), ...reader.tags(`${at}/salesPlays`)]),
  );
}

function solutionCells(reader: LeafReader, solution: string): Line[] {
  const take = (name: string, format?: ValueFormat): Shown | undefined => reader.take(`${solution}/${name}`, format);
  const name = take('name');
  // Without a name, the id of a category is shown as its label. Catalog ids have no label.
  const format = name === undefined && hasWords('solution', reader.text(`${solution}/id`) ?? '') ? 'solution' : 'code';
  return [
    join(' ', name, take('id', format) ?? reader.take(solution)),
    join(' · ', take('type', 'solutionKind'), take('solutionType')),
    join('', take('publisherName')),
    reader.takeMoney(solution, 'price'),
    join('', take('quantity')),
    join('', take('closingDateTime', 'day')),
  ];
}
