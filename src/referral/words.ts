import { t } from '../base/l10n.ts';

/**
 * Labels for the values of the API's enumerations and lists (docs/api.md, Values). The API's enumerations are open: an
 * unlisted value is returned unchanged, and `hasWords` is false for it.
 */

/**
 * `Value=label`, separated by bars. A label without a value is the value with spaces, e.g. "Pay as you go" for
 * `PayAsYouGo`. The format is short, since it is part of the panel's script.
 */
const enums = {
  status: 'New|Active|Closed|None=No status',
  substatus: 'Pending|Received|Accepted|Won|Lost|Declined|Expired|Error=Closed as an error|None=No substatus',
  type: 'Independent|Shared',
  direction: 'Incoming|Outgoing',
  qualification: 'None|Direct|MarketingQualified=Marketing|SalesQualified=Sales',
  category: 'marketplaceLead=Marketplace lead|qualifiedLead=Qualified lead|coSell=Co-sell opportunity|other=Referral',
  solutionKind: 'None|Category|Name=Catalog',
  target: 'None|BusinessProfileLocation=Location|SolutionProfile=Solution',
  organization: 'msft=Microsoft',
  profile: 'Duns=DUNS|External',
  assistance:
    'Unknown=No help requested|General or other|CustomerTechnicalArchitecture=Technical architecture|' +
    'Proof of concept or demo|Quotes or licensing|' +
    'PostSalesCustomerSuccess=Customer success|WorkloadSpecificValueProposition=Value of a workload',
  salesStage:
    'Qualify|Develop|Propose|Close|10=Created or accepted (10%)|20=Qualified (20%)|40=Developed (40%)|60=Proposed (60%)|' +
    '80=Negotiated (80%)|100=Won (100%)',
  registration: 'None|Review pending|Action required|Approved|Passed|Failed|Closed',
  registrationType: 'AzureIPCoSell=Azure IP co-sell',
  term: 'Perpetual|Finite',
  deployment: 'Customer=Customer’s subscription|Partner=Partner’s subscription',
  pricing: 'Pay as you go|Other',
  attribute: 'CustomerMarketplaceIntent=Marketplace purchase|Partner role|Solution area|Solution play',
  marketplaceIntent: 'Yes=Intended|No=Not intended|HaveNotDecided=Not decided yet',
};

/** Labels that are the value with spaces, e.g. "Cloud migration" for `CloudMigration`. */
const catalogs = {
  product:
    'Azure|EnterpriseMobilityAndSecurity=Enterprise Mobility + Security|Exchange|Developer tools|Dynamics 365 Business|' +
    'Dynamics 365 Enterprise|Dynamics AX, GP, NAV, SL|Microsoft 365|Office|Power BI|Project|SharePoint|Skype for Business|' +
    'Surface|Surface Hub|SQL|Teams|Visio|Windows|Yammer',
  service:
    'Consulting and professional|Custom solution (ISV)|Deployment or migration|Hardware|Integration|IP services (ISV)|' +
    'Learning and certification|Licensing|Managed services|Project services',
  industry:
    'Agriculture, forestry, & fishing|Communications & media|Education|Financial services|Government|Healthcare|Hospitality|' +
    'Manufacturing|Power & utilities|Public safety and national security|Retail & consumer goods|Services|' +
    'Travel & transportation|Wholesale & distribution',
  solution:
    'Advanced analytics|Application integration|Artificial intelligence|Azure security operation management|Azure Stack|' +
    'Backup, disaster recovery|Big data|Blockchain|Chatbot|Cloud database migration|Cloud migration|Cloud voice|' +
    'Cognitive services|Competitive database migration|Containers|Data warehouse|Database on Linux|Development and test|' +
    'DevOps|Digital media|Dynamics 365 for Customer Service|Dynamics 365 for Field Service|' +
    'Dynamics 365 for Finance, Operations|Dynamics 365 for Retail|Dynamics 365 for Sales|Dynamics 365 for Talent|' +
    'Dynamics on Azure|Enterprise business intelligence|Gaming|High performance computing|Hybrid storage|' +
    'Identity and access management|Information management|Internet of Things|Machine learning|Microservice applications|' +
    'Mobile applications|MySQL, Postgres migration to Azure|Networking|NoSQL migration|Red Hat on Azure|' +
    'Regulatory compliance, GDPR|SAP on Azure|Serverless computing|SharePoint on Azure|SQL Server upgrade|' +
    'Threat protection|Web development',
};

/** Labels of sizes, e.g. "251–1,000 employees" for `251to1000employees`. */
const sizes =
  '1–9|10–50|51–250|251–1,000|1,001–5,000|5,001–10,000|10,001–20,000|More than 20,000|1–50|51–500|More than 500';

/** The lists that have labels. */
export type WordList = keyof typeof enums | keyof typeof catalogs | 'size';

const words: ReadonlyMap<string, ReadonlyMap<string, string>> = new Map([
  ...Object.entries(enums).map(([list, text]) => [list, read(text, camelCase)] as const),
  ...Object.entries(catalogs).map(([list, text]) => [list, read(text, runTogether)] as const),
  ['size', new Map(sizes.split('|').map((size) => [sizeValue(size), `${size} employees`]))],
]);

/** Returns every English text that the functions below translate, for the list for translators. */
export function* textsOfWords(): Generator<string> {
  for (const list of words.values()) yield* list.values();
  for (const second of words.get('substatus')?.values() ?? []) {
    yield second.toLowerCase();
    for (const first of words.get('status')?.values() ?? []) yield `${first}, ${second.toLowerCase()}`;
  }
}

/** The label of a value, or the value itself if the list doesn't contain it. */
export function wordsFor(list: WordList, value: string): string {
  const found = find(list, value);
  return found === undefined ? value : t(found);
}

/** False for a value that `wordsFor` returns unchanged. */
export function hasWords(list: WordList, value: string): boolean {
  return find(list, value) !== undefined;
}

/**
 * Returns for example "New, pending" or "Closed, won". Missing values and `None` are omitted. Undefined if nothing is
 * left.
 */
export function statusWords(status: string | undefined, substatus: string | undefined): string | undefined {
  const alone = substatus === undefined || substatus === 'None';
  if (status === undefined || status === 'None') return alone ? undefined : wordsFor('substatus', substatus);
  if (alone) return wordsFor('status', status);
  if (status === 'Closed' && substatus === 'Error') return wordsFor('substatus', substatus);
  const first = find('status', status);
  const second = find('substatus', substatus)?.toLowerCase();
  // If both are known, they are one text, since other languages may combine them in another way.
  if (first !== undefined && second !== undefined) return t(`${first}, ${second}`);
  return `${wordsFor('status', status)}, ${second === undefined ? substatus : t(second)}`;
}

function find(list: WordList, value: string): string | undefined {
  return words.get(list)?.get(list in catalogs ? runTogether(value) : value);
}

function read(text: string, keyOf: (value: string) => string): ReadonlyMap<string, string> {
  return new Map(
    text.split('|').map((entry) => {
      const [value = '', name = value] = entry.split('=');
      return [keyOf(value), name];
    }),
  );
}

function camelCase(label: string): string {
  return label.replace(/ (.)/g, (_, letter: string) => letter.toUpperCase());
}

function runTogether(value: string): string {
  return value.replace(/[\s,]/g, '').toLowerCase();
}

function sizeValue(size: string): string {
  return `${size.replace('–', 'to').replace(/[\s,]/g, '')}employees`;
}
