/**
 * Data of the sample. Customers are Microsoft's fictional companies, e-mail domains end in `.example`, and phone
 * numbers are from ranges reserved for fiction, so nothing refers to a real person.
 */
export interface SampleCustomer {
  readonly name: string;
  readonly domain: string;
  readonly street: string;
  readonly city: string;
  readonly state: string | null;
  readonly postalCode: string;
  readonly country: string;
  readonly currency: string;
  readonly phone: string;
  readonly locale: string;
}

function customer(row: string): SampleCustomer {
  const [name = '', domain = '', street = '', city = '', state = '', postalCode = '', country = '', ...rest] =
    row.split('|');
  const [currency = '', phone = '', locale = ''] = rest;
  return { name, domain, street, city, state: state || null, postalCode, country, currency, phone, locale };
}

export const customers: readonly SampleCustomer[] = [
  'Contoso Pharmaceuticals|contoso|One Example Way|Redmond|WA|98052|US|USD|+1 425 555 01|en-US',
  'Fabrikam Residences|fabrikam|12 Harbour Street|Sydney|NSW|2000|AU|AUD|+61 2 5550 01|en-AU',
  'Tailspin Toys GmbH|tailspin|Hafenstrasse 12|Bremen|HB|28195|DE|EUR|+49 421 55501|de-DE',
  'Woodgrove Bank Iberia|woodgrove|Calle del Puerto 8|Valencia||46003|ES|EUR|+34 960 555 0|es-ES',
  'Northwind Traders|northwind|4 Canal Row|Manchester||M1 4BT|GB|GBP|+44 161 496 00|en-GB',
  'Adventure Works Cycles|adventure-works|88 Lakeshore Road|Toronto|ON|M5J 1A7|CA|CAD|+1 416 555 01|en-CA',
  'Wingtip Toys Nordic|wingtip|Kungsgatan 3|Stockholm||111 43|SE|SEK|+46 8 555 01 |sv-SE',
  'Proseware Analytics|proseware|Bahnhofstrasse 21|Zürich|ZH|8001|CH|CHF|+41 44 555 01 |de-CH',
  'Lucerne Publishing|lucerne|9 Rue des Presses|Lyon||69002|FR|EUR|+33 4 55 50 01 |fr-FR',
  'Margie’s Travel|margies|7-1 Minato|Yokohama|14|220-0012|JP|JPY|+81 45 555 01|ja-JP',
  'Humongous Insurance|humongous|300 State Street|Chicago|IL|60606|US|USD|+1 312 555 01|en-US',
  'Alpine Ski House|alpine|Dorfplatz 1|Innsbruck||6020|AT|EUR|+43 512 5550|de-AT',
  'Bellows College|bellows|Av. Paulista 900|São Paulo|SP|01310-100|BR|BRL|+55 11 5555 01|pt-BR',
  'City Power & Light|citypower|5 Grid Lane|Mumbai|MH|400001|IN|INR|+91 22 5550 01|en-IN',
  'Southridge Video|southridge|22 Quay Street|Auckland||1010|NZ|NZD|+64 9 555 01|en-NZ',
  'Trey Research|trey|Keizersgracht 40|Amsterdam||1015 CR|NL|EUR|+31 20 55501|nl-NL',
  'Graphic Design Institute|gdi|Via della Posta 6|Milano|MI|20123|IT|EUR|+39 02 5550 01|it-IT',
  'Coho Winery|coho|14 Vineyard Road|Cape Town|WC|8001|ZA|ZAR|+27 21 555 01|en-ZA',
  'Relecloud Telecom|relecloud|Prosta 20|Warszawa||00-850|PL|PLN|+48 22 555 01 |pl-PL',
  'VanArsdel Manufacturing|vanarsdel|18 Dock Road|Singapore||018956|SG|SGD|+65 5550 01|en-SG',
].map(customer);

export const projects: readonly string[] = [
  'plant telemetry pilot',
  'branch security refresh',
  'data warehouse move',
  'contact center on Teams',
  'field service rollout',
  'SAP on Azure landing zone',
  'supply chain forecast',
  'zero trust identity',
  'point of sale modernization',
  'document archive to SharePoint',
  'claims chatbot',
  'store analytics dashboard',
];

/** The partner's people. The first ones are on many deals, so that `sandbox-user:<e-mail>` has a useful list. */
export const colleagues: readonly (readonly [firstName: string, lastName: string])[] = [
  ['Noor', 'de Wit'],
  ['Omar', 'Benali'],
  ['Iris', 'Okafor'],
  ['Jonas', 'Ahlgren'],
  ['Mei', 'Tanaka'],
];

export const contacts: readonly (readonly [firstName: string, lastName: string])[] = [
  ['Greta', 'Lindqvist'],
  ['Lucía', 'Ferrer'],
  ['Samuel', 'Adeyemi'],
  ['Priya', 'Raman'],
  ['Chloé', 'Marchand'],
  ['Tom', 'Halloran'],
  ['Anke', 'Vogt'],
  ['Diego', 'Moura'],
];

export const notes: readonly string[] = [
  'Pilot for two production lines, decision by the board in autumn.',
  'Needs identity hardening in 40 branches.',
  'Current licence ends this year; wants a fixed price.',
  'Second meeting went well. Waiting for the security questionnaire.',
  'Wants a local integrator who speaks the language.',
  'Asked for references from the same industry.',
];

export const industries = ['Manufacturing', 'Financial Services', 'Retail & Consumer Goods', 'Education', 'Healthcare'];
export const products = ['Azure', 'EnterpriseMobilityAndSecurity', 'Dynamics365Enterprise', 'Teams', 'PowerBI', 'SQL'];
export const services = ['DeploymentOrMigration', 'ManagedServices', 'ConsultingAndProfessional', 'Integration'];
export const categories = ['SAPonAzure', 'ThreatProtection', 'DataWarehouse', 'Chatbot', 'MachineLearning'];
export const sizes = ['10to50employees', '51to250employees', '251to1000employees', '1001to5000employees', ''];
export const solutions: readonly (readonly [id: string, name: string])[] = [
  ['SOL-70431-QZT', 'Litware Line Monitor'],
  ['SOL-70432-BRX', 'Litware Branch Guard'],
  ['SOL-70433-HVM', 'Litware Ledger'],
];
export const helpCodes = [
  'GeneralOrOther',
  'CustomerTechnicalArchitecture',
  'ProofOfConceptOrDemo',
  'QuotesOrLicensing',
  'PostSalesCustomerSuccess',
  'WorkloadSpecificValueProposition',
];
