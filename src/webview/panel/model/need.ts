import type { WordList } from '../../../referral/words.ts';
import type { Reader } from '../reader.ts';
import { factsAt, isTrue } from './facts.ts';
import type { Format } from './format.ts';
import { rows, section, type Block, type Row, type Section } from './section.ts';
import { code, line, shown, type Line } from './shown.ts';

const requirements = '/details/requirements';

/** What the customer wants: the notes and what they are tagged with. */
export function needOf(reader: Reader, format: Format): Section[] {
  const notes = reader.take('/details/notes');
  const tags = [
    ...tagsAt(reader, format, `${requirements}/industries`, 'industry'),
    ...tagsAt(reader, format, `${requirements}/products`, 'product'),
    ...tagsAt(reader, format, `${requirements}/services`, 'service'),
  ];
  return section(
    'need',
    'What they need',
    notes && { kind: 'note', text: shown(notes), quoted: false },
    tags.length === 0 ? undefined : { kind: 'tags', tags },
    rows(wishes(reader, format)),
  );
}

function wishes(reader: Reader, format: Format): (Row | undefined)[] {
  return [
    ...factsAt(reader, format, '', [
      ['details/customerRequestedContact', 'Asked to be contacted', 'yesNo'],
      ['details/customerAction', 'Customer action'],
      ['customerMarketplaceIntent', 'Marketplace purchase', 'marketplaceIntent'],
    ]),
    ...attributes(reader, format),
    // The two flags are false on deals that have nothing to do with devices.
    ...factsAt(reader, format, `${requirements}/additionalRequirements/iot`, [
      ['customerLicenseAgreementNumber', 'License agreement', 'code'],
      ['deviceCategory', 'Device category'],
      ['siliconType', 'Silicon'],
      ['azureCertifiedDevice', 'Azure certified device', 'yesNo', isTrue],
      ['attachServices', 'Services attached', 'yesNo', isTrue],
    ]),
  ];
}

/** A bag of `{ type, id }`: the type names what the id means (reference §3.8). */
function attributes(reader: Reader, format: Format): (Row | undefined)[] {
  return reader.list(`${requirements}/additionalRequirements/attributes`).map((at) => {
    const type = reader.take(`${at}/type`);
    const id = reader.take(`${at}/id`);
    if (type === undefined && id === undefined) return undefined;
    const label: Line = [type === undefined ? 'Attribute' : format.words(type, 'attribute')];
    return { label, value: line(id && format.words(id, 'marketplaceIntent')) };
  });
}

/** Tags are `{ id }`; bare scalars in their place are as good. */
export function tagsAt(reader: Reader, format: Format, pointer: string, list?: WordList): Line[] {
  return reader.list(pointer).flatMap((at) => {
    const tag = reader.take(`${at}/id`) ?? reader.take(at);
    if (tag === undefined) return [];
    return [[list === undefined ? shown(tag) : format.words(tag, list)]];
  });
}

/** The solutions as a table; columns that nobody fills are left out. */
export function solutionsOf(reader: Reader, format: Format): Section[] {
  const entries = reader.list(`${requirements}/solutions`).map((at) => solutionCells(reader, format, at));
  const filled = entries.filter((cells) => cells.some((cell) => cell.length > 0));
  const names = ['Solution', 'Kind', 'Publisher', 'Price', 'Quantity', 'Closing'];
  const used = names.map((_, column) => filled.some((cells) => cells[column]?.length !== 0));
  const keep = <T>(cells: readonly T[]): T[] => cells.filter((_, column) => used[column]);
  const table: Block = { kind: 'table', columns: keep(names), rows: filled.map(keep) };
  const offers = [
    ...tagsAt(reader, format, `${requirements}/offers`),
    ...tagsAt(reader, format, `${requirements}/salesPlays`),
  ];
  return section(
    'solutions',
    'Solutions',
    filled.length === 0 ? undefined : table,
    offers.length === 0 ? undefined : { kind: 'tags', tags: offers },
  );
}

function solutionCells(reader: Reader, format: Format, at: string): Line[] {
  const id = reader.take(`${at}/id`) ?? reader.take(at);
  const name = reader.take(`${at}/name`);
  const type = reader.take(`${at}/type`);
  const kind = reader.take(`${at}/solutionType`);
  const publisher = reader.take(`${at}/publisherName`);
  const price = reader.take(`${at}/price`);
  const currency = reader.take(`${at}/currency`);
  const quantity = reader.take(`${at}/quantity`);
  const closing = reader.take(`${at}/closingDateTime`);
  const category = type?.value === 'Category';
  return [
    // With a name beside it the id is there for its characters.
    line(name && shown(name), name && id && ' ', id && (category && !name ? format.words(id, 'solution') : code(id))),
    line(type && format.words(type, 'solutionKind'), type && kind && ' · ', kind && shown(kind)),
    line(publisher && shown(publisher)),
    line(price && format.money(price, currency?.raw), price && currency && ' ', currency && format.currency(currency)),
    line(quantity && format.money(quantity, undefined)),
    line(closing && format.day(closing)),
  ];
}
