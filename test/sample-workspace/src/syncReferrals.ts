import { pathToFileURL } from 'node:url';

/** The deal that once lost its estimate on the way to the CRM (see fixtures/referrals.json). */
const regressionCase = '8d5b1f0a-6c1e-4f63-9a57-0b6f4f1c2e77';

// Not a referral: the last group is one digit short, 8d5b1f0a-6c1e-4f63-9a57-0b6f4f1c2e7

interface Referral {
  readonly id: string;
  readonly name: string | null;
  readonly status: string;
  readonly updatedDateTime: string;
}

interface Page {
  readonly value: readonly Referral[];
}

export interface Crm {
  upsertLead(externalId: string, name: string, status: string): Promise<void>;
}

/** Copies every referral that changed after `since`, oldest first, and returns how many there were. */
export async function syncReferrals(baseAddress: string, token: string, since: Date, crm: Crm): Promise<number> {
  const address = new URL('/v1.0/engagements/referrals', baseAddress);
  address.searchParams.set('$filter', `updatedDateTime gt ${since.toISOString()}`);
  address.searchParams.set('$orderby', 'updatedDateTime asc');
  const response = await fetch(address, { headers: { authorization: `Bearer ${token}`, accept: 'application/json' } });
  if (!response.ok) throw new Error(`Listing referrals failed with status ${response.status}`);
  const { value } = (await response.json()) as Page;
  for (const referral of value) {
    await crm.upsertLead(referral.id, referral.name ?? referral.id, referral.status);
  }
  return value.length;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const printed: Crm = {
    async upsertLead(externalId, name, status) {
      console.log(`${externalId === regressionCase ? '*' : ' '} ${externalId}  ${status.padEnd(8)}  ${name}`);
    },
  };
  const count = await syncReferrals(process.env.PARTNER_API ?? '', 'sandbox-admin', new Date(0), printed);
  console.log(`${count} referrals`);
}
