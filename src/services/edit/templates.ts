import type { JsonObject } from '../../base/json.ts';
import { t } from '../../base/l10n.ts';

export type TemplateKind = 'private' | 'shared' | 'fixture';

/** The name of the deal in each template; a deal that still has it was not filled in. */
export const exampleName = (): string => t('Example deal');

/** A valid deal with examples as values. */
export interface Template {
  readonly text: string;
  /** The same as a snippet of VS Code, with a tab stop at each example. */
  readonly snippet: string;
}

// Characters for private use mark the examples in the text that both forms are made from.
const [begin, end] = ['\uE000', '\uE001'];
const example = (value: string): string => `${begin}${value}${end}`;

export function templateOf(kind: TemplateKind, now: number): Template {
  const deal = dealWith(kind !== 'private', now);
  const marked = `${JSON.stringify(kind === 'fixture' ? fixtureOf(deal, now) : deal, undefined, 2)}\n`;
  let stop = 0;
  return {
    text: marked.replace(/[\uE000\uE001]/g, ''),
    snippet: marked
      .replace(/[\\$}]/g, '\\$&')
      .replace(/\uE000([^\uE001]*)\uE001/g, (_, value: string) => `\${${String(++stop)}:${value}}`),
  };
}

function dealWith(isShared: boolean, now: number): JsonObject {
  const closingDay = new Date(now + 90 * 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
  return {
    name: example(exampleName()),
    type: isShared ? 'Shared' : 'Independent',
    qualification: 'SalesQualified',
    externalReferenceId: example(''),
    customerProfile: {
      name: example('Contoso'),
      address: {
        addressLine1: example(t('1 Example Street')),
        city: example('Redmond'),
        postalCode: example('98052'),
        country: example('US'),
      },
      size: '51to250employees',
      team: [personOf('Ada', 'Example', 'ada@contoso.example')],
    },
    consent: {
      consentToToShareInfoWithOthers: true,
      consentToContact: true,
      consentToShareReferralWithMicrosoftSellers: isShared,
    },
    details: {
      notes: example(t('What the customer needs')),
      dealValue: 25000,
      currency: example('USD'),
      closingDateTime: `${example(closingDay)}T00:00:00Z`,
      requirements: {
        industries: [],
        products: [],
        services: [],
        solutions: [{ id: example('SOL-00000-AAA'), name: example(t('Example solution')), type: 'Name' }],
        additionalRequirements: { attributes: [{ type: 'CustomerMarketplaceIntent', id: 'HaveNotDecided' }] },
      },
    },
    team: [personOf('Grace', 'Example', 'grace@partner.example')],
    target: [],
    ...(isShared && {
      inviteContext: { notes: example(t('What you ask Microsoft for')), assistanceRequestCode: 'GeneralOrOther' },
    }),
  };
}

function personOf(firstName: string, lastName: string, email: string): JsonObject {
  return {
    firstName: example(firstName),
    lastName: example(lastName),
    phoneNumber: example('+1 425 555 0100'),
    email: example(email),
  };
}

/** A referral as the service returns it, for tests and for a seed file of the sandbox. */
function fixtureOf(deal: JsonObject, now: number): JsonObject {
  const stamp = `${new Date(now).toISOString().slice(0, 19)}Z`;
  const { name, ...rest } = deal;
  return {
    id: crypto.randomUUID(),
    engagementId: crypto.randomUUID(),
    name: name ?? null,
    organizationId: example('00000000-0000-0000-0000-000000000001'),
    organizationName: example(t('Your organization')),
    eTag: '"00000000-0000-0000-0000-000000000000"',
    createdDateTime: stamp,
    updatedDateTime: stamp,
    status: 'New',
    substatus: 'Pending',
    direction: 'Incoming',
    ...rest,
  };
}
