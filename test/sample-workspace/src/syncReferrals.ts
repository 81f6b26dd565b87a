import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Crm, isLater, type Deal } from './crm.ts';
import { backOff, NoAnswer, PartnerApi, Refusal, type Operation, type Referral } from './partnerApi.ts';
import { receiveEvents } from './receiveEvents.ts';

/** The deal that once lost its estimate on the way to the CRM (see fixtures/referrals.json). */
const regressionCase = '8d5b1f0a-6c1e-4f63-9a57-0b6f4f1c2e77';

// Not a referral: the last group is one digit short, 8d5b1f0a-6c1e-4f63-9a57-0b6f4f1c2e7

/** Leads of at least this value are accepted without a question. */
const acceptedValue = 100_000;

/** Copies what changed into the CRM, answers leads and sends the CRM's own deals. */
export async function syncReferrals(api: PartnerApi, crm: Crm): Promise<void> {
  const readUntil = crm.readUntil;
  const changed: Referral[] = [];
  // Newest first, so that reading can stop at what is known; every status, since closed deals matter, too.
  for await (const referral of api.list('$orderby=updatedDateTime desc')) {
    if (readUntil !== '' && isLater(readUntil, referral.updatedDateTime)) break;
    changed.push(referral);
  }
  // Oldest first. Items that moved while the pages were read may be there twice.
  for (const referral of changed.reverse()) crm.keep(referral);
  crm.save();
  for (const referral of new Map(changed.map((each) => [each.id, each])).values()) {
    await answerLead(api, crm, referral);
  }
  for (const deal of crm.unsentDeals) crm.markSent(deal, await sendDeal(api, deal));
  // Only now: what failed before is read again next time.
  crm.readUntil = changed.at(-1)?.updatedDateTime ?? readUntil;
}

/** Writes the CRM's id into a new lead, and accepts it if it is large. */
async function answerLead(api: PartnerApi, crm: Crm, read: Referral): Promise<void> {
  let referral = read;
  for (let attempt = 1; attempt <= 5; attempt++) {
    const operations = answerTo(referral, crm);
    if (operations.length === 0) return;
    try {
      crm.keep(await api.patch(referral, operations));
      return;
    } catch (error) {
      if (error instanceof Refusal && (error.status === 404 || error.status === 403)) return;
      const isStale = error instanceof Refusal && error.status === 412;
      if (!isStale && !(error instanceof NoAnswer)) throw error;
      if (!isStale) await backOff(attempt);
    }
    // Somebody else was faster, or the answer was lost: what is to be written depends on what is there now.
    const now = await readIfVisible(api, referral.id);
    if (!now) return;
    crm.keep(now);
    referral = now;
  }
  throw new Error(`The referral ${read.id} could not be written.`);
}

/** What is still to be written. Microsoft's record of a deal, and deals that are closed, are not ours to change. */
function answerTo(referral: Referral, crm: Crm): Operation[] {
  const { status, direction, organizationId, externalReferenceId, details } = referral;
  const lead = crm.lead(referral.id);
  if (!lead || status !== 'New' || direction !== 'Incoming' || organizationId === 'msft') return [];
  const operations: Operation[] = [];
  if (externalReferenceId === null) operations.push({ op: 'replace', path: '/externalReferenceId', value: lead.id });
  if ((details?.dealValue ?? 0) >= acceptedValue) {
    operations.push({ op: 'replace', path: '/status', value: 'Active' });
    operations.push({ op: 'replace', path: '/substatus', value: 'Accepted' });
  }
  return operations;
}

async function readIfVisible(api: PartnerApi, id: string): Promise<Referral | undefined> {
  try {
    return await api.get(id);
  } catch (error) {
    if (error instanceof Refusal && (error.status === 404 || error.status === 403)) return undefined;
    throw error;
  }
}

/** Creates a deal once, also when the answer is lost. Returns the referral's id. */
async function sendDeal(api: PartnerApi, deal: Deal): Promise<string> {
  for (let attempt = 1; attempt <= 5; attempt++) {
    try {
      return (await api.create(toReferral(deal))).id;
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
      await backOff(attempt);
    }
    // It may have been created. The API has no key for repetitions, so look for it among the newest.
    for await (const created of api.list('$orderby=createdDateTime desc&$top=50')) {
      if (created.externalReferenceId === deal.id) return created.id;
    }
  }
  throw new Error(`The deal ${deal.id} could not be sent.`);
}

function toReferral({ id, name, customer, value, currency, closes }: Deal): object {
  const address = { addressLine1: 'Hafenstrasse 12', city: 'Bremen', postalCode: '28195', country: 'DE' };
  const seller = { firstName: 'Omar', lastName: 'Benali', phoneNumber: '+49 40 5550199' };
  return {
    name,
    externalReferenceId: id,
    type: 'Independent',
    qualification: 'SalesQualified',
    customerProfile: { name: customer, address, size: '251to1000employees' },
    consent: {
      consentToToShareInfoWithOthers: true,
      consentToContact: true,
      consentToMicrosoftToContactSpecificPartners: false,
      consentToShareReferralWithMicrosoftSellers: false,
    },
    details: {
      dealValue: value,
      currency,
      closingDateTime: `${closes}T00:00:00Z`,
      requirements: {
        solutions: [{ id: 'SOL-70431-QZT', name: 'Litware Line Monitor', type: 'Name' }],
        additionalRequirements: { iot: {}, attributes: [{ type: 'CustomerMarketplaceIntent', id: 'HaveNotDecided' }] },
      },
    },
    team: [{ ...seller, email: 'omar.benali@litware.example' }],
    target: [],
  };
}

/** One sync; with a port also what webhooks tell meanwhile, until they are quiet. */
async function main(): Promise<void> {
  const { PARTNER_API_URL: apiUrl = '', PARTNER_API_TOKEN: token = '' } = process.env;
  const { PARTNER_WEBHOOK_PORT: port, PARTNER_STATE_FOLDER: folder } = process.env;
  if (!/^https?:/.test(apiUrl) || token === '') {
    console.error('Set PARTNER_API_URL and PARTNER_API_TOKEN, for example to http://127.0.0.1:4010 and sandbox-admin.');
    process.exitCode = 1;
    return;
  }
  const api = new PartnerApi(apiUrl, token);
  const crm = new Crm(folder === undefined ? undefined : join(folder, 'crm.json'));
  // What an event brought last is kept, too.
  process.once('exit', () => crm.save());
  const take = async (referral: Referral): Promise<void> => {
    const known = crm.lead(referral.id);
    // Our own writes come back as events, and old ones may come after new ones.
    if (known && !isLater(referral.updatedDateTime, known.updated)) return;
    crm.keep(referral);
    await answerLead(api, crm, referral);
  };
  const events = port === undefined ? undefined : await receiveEvents(Number(port), { apiUrl, token }, take);
  try {
    await syncReferrals(api, crm);
    await events?.untilQuiet();
    console.log(
      `${crm.leadCount} referrals; the estimate of ${regressionCase}: ${crm.lead(regressionCase)?.value ?? 'none'}`,
    );
  } finally {
    events?.close();
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await main().catch((error: unknown) => {
    console.error(error instanceof Refusal || error instanceof NoAnswer ? error.message : error);
    process.exitCode = 1;
  });
}
