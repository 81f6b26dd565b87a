/**
 * Three writers change the same referral through the real client, over HTTP, against a sandbox that fails in all ways.
 * Prints counts; exits with 1 if a change was lost, applied twice or overwritten unseen. Run by `npm run chaos`.
 */
import { parseArgs } from 'node:util';
import { createReferralClient, type ReferralClient } from '../../src/api/client.ts';
import { nodeFetchTransport } from '../../src/api/nodeFetchTransport.ts';
import { serveSandbox } from '../../src/sandbox/http/serveSandbox.ts';
import { Drafts, type SecretStore } from '../../src/services/edit/drafts.ts';
import { saveEdit } from '../../src/services/edit/save.ts';
import type { SaveOutcome } from '../../src/services/edit/saveOutcome.ts';

const { values: flags } = parseArgs({
  options: { edits: { type: 'string', default: '10000' }, seed: { type: 'string', default: '1' } },
});
const edits = Number(flags.edits);
const id = 'chaos';
const writers = 3;

/** The same numbers for the same seed: mulberry32. */
let state = Number(flags.seed);
function random(): number {
  state = (state + 0x6d2b79f5) | 0;
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
}
const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;

interface Deal {
  eTag: string;
  externalReferenceId: string;
  salesStage: string;
  details: { notes: string; dealValue: number };
  team: { email: string }[];
}

const fields = ['notes', 'dealValue', 'externalReferenceId', 'salesStage'] as const;
type Field = (typeof fields)[number];
const read = (deal: Deal, field: Field): unknown =>
  field === 'notes' || field === 'dealValue' ? deal.details[field] : deal[field];

const counts = {
  edits: 0,
  saves: 0,
  acknowledged: 0,
  merged: 0,
  conflicts: 0,
  unsure: 0,
  failed: 0,
  unchanged: 0,
  reloads: 0,
  'acknowledged and lost': 0,
  'applied twice': 0,
  'overwritten unseen': 0,
  'drafts lost': 0,
};

const seed = {
  id,
  eTag: '"first"',
  status: 'Active',
  substatus: 'Accepted',
  externalReferenceId: '0',
  salesStage: '20',
  details: { notes: 'n', dealValue: 1, currency: 'EUR' },
  team: [{ email: 'first@litware.example' }],
};
const sandbox = await serveSandbox({ seed: JSON.stringify(seed) });
const post = (path: string, body: unknown): Promise<unknown> =>
  fetch(`${sandbox.url}/_sandbox/${path}`, { method: 'POST', body: JSON.stringify(body) });
const stored = async (): Promise<Deal> => {
  const headers = { authorization: 'Bearer sandbox-admin' };
  return (await (await fetch(`${sandbox.url}/v1.0/engagements/referrals/${id}`, { headers })).json()) as Deal;
};

const token = { value: 'sandbox-admin', account: 'x' };
let elapsed = 0;
const client: ReferralClient = createReferralClient({
  origin: sandbox.url,
  tokens: { getToken: async () => token, renew: async () => token },
  transport: nodeFetchTransport,
  onCall: () => undefined,
  random,
  keepsWaits: true,
  // Some calls come before the time that the server named, and the client answers them.
  elapsed: () => (elapsed += 400),
  wait: async (ms) => void (elapsed += ms),
});

const secrets = new Map<string, string>();
const secretStore: SecretStore = {
  get: async (key) => secrets.get(key),
  store: async (key, value) => void secrets.set(key, value),
  delete: async (key) => void secrets.delete(key),
  keys: async () => [...secrets.keys()],
};

/** What the server has, known since the last save. */
let latest = await stored();

/** A person with unsaved text, which is in the store of drafts after each change. */
class Writer {
  readonly #account: string;
  #drafts: Drafts;
  base = '';
  text = '';
  sent: readonly string[] | undefined;

  constructor(number: number) {
    this.#account = `writer ${number}`;
    this.#drafts = this.#openDrafts();
  }

  get isDirty(): boolean {
    return this.text !== this.base;
  }

  async open(): Promise<void> {
    this.base = this.text = JSON.stringify(await stored());
    this.sent = undefined;
    await this.#drafts.remove('sandbox', id);
  }

  async edit(change: (deal: Deal) => void): Promise<void> {
    const deal = JSON.parse(this.text) as Deal;
    change(deal);
    this.text = JSON.stringify(deal);
    await this.#keep();
  }

  /** The window is loaded again: all that is left is what was stored. */
  async reload(): Promise<void> {
    counts.reloads++;
    const { text, base, isDirty } = this;
    this.#drafts.dispose();
    this.#drafts = this.#openDrafts();
    await this.#drafts.load();
    const draft = this.#drafts.own('sandbox', id);
    if (isDirty && (draft?.text !== text || draft.base !== base)) counts['drafts lost']++;
    if (draft) ({ text: this.text, base: this.base = '', sent: this.sent } = draft);
    else await this.open();
  }

  async save(side: 'mine' | 'theirs' | 'later'): Promise<void> {
    counts.saves++;
    const { base, text, sent } = this;
    const before = latest;
    const edit = { id, base, text, sent };
    const outcome = await saveEdit(client, edit, { signal: new AbortController().signal });
    await this.#settle(outcome, before, side, sent);
  }

  async #settle(
    outcome: SaveOutcome,
    before: Deal,
    side: 'mine' | 'theirs' | 'later',
    sent: readonly string[] = [],
  ): Promise<void> {
    await fetch(`${sandbox.url}/_sandbox/faults`, { method: 'DELETE' });
    const after = (latest = await stored());
    const [base, mine] = [JSON.parse(this.base) as Deal, JSON.parse(this.text) as Deal];
    // What the server has of an own text that was sent without an answer is known, too.
    const known = [base, ...sent.map((text) => JSON.parse(text) as Deal)];
    for (const field of fields) {
      const isMine = read(after, field) !== read(before, field);
      if (isMine && known.every((deal) => read(before, field) !== read(deal, field))) counts['overwritten unseen']++;
    }
    const emails = after.team.map(({ email }) => email);
    counts['applied twice'] += emails.length - new Set(emails).size;
    this.sent = outcome.sent;
    switch (outcome.kind) {
      case 'saved': {
        counts.acknowledged++;
        if (outcome.isMerged) counts.merged++;
        const wanted = fields.filter((field) => read(mine, field) !== read(base, field));
        const added = mine.team.filter(({ email }) => !base.team.some((other) => other.email === email));
        const lost =
          wanted.filter((field) => read(after, field) !== read(mine, field)).length +
          added.filter(({ email }) => !emails.includes(email)).length;
        counts['acknowledged and lost'] += lost;
        this.base = this.text = outcome.fetched.text;
        return this.#drafts.remove('sandbox', id);
      }
      case 'unchanged':
        counts.unchanged++;
        return;
      case 'conflict':
        counts.conflicts++;
        if (side === 'later') return this.#keep();
        this.base = outcome.current.text;
        this.text = outcome[side];
        this.sent = undefined;
        await this.#keep();
        return this.save('later');
      case 'unsure':
        counts.unsure++;
        return this.#keep();
      case 'failed':
        counts.failed++;
        return this.#keep();
      default:
        throw new Error(`Unexpected outcome: ${JSON.stringify(outcome)}`);
    }
  }

  #keep(): Promise<void> {
    const { base, text, sent } = this;
    const account = this.#account;
    return this.#drafts.put({
      connection: 'sandbox',
      account,
      id,
      base,
      text,
      sent,
      mtime: 0,
      size: 0,
      changedAt: 0,
    });
  }

  #openDrafts(): Drafts {
    return new Drafts(secretStore, () => this.#account, 'window');
  }
}

/** What happens to the next PATCH, and to the look at the server that follows. */
const troubles: readonly (readonly object[])[] = [
  [],
  [],
  [],
  [{ status: 429, retryAfter: 1 }],
  [{ status: 500 }],
  [{ status: 500, applyFirst: true }],
  [{ disconnect: true }],
  [{ disconnect: true, applyFirst: true }],
  [{ cutAfter: 40 }],
  [{ delayMs: 2 }],
  [{ status: 412 }],
  [{ disconnect: true, applyFirst: true }, { status: 503 }],
  [{ status: 500, applyFirst: true }, { disconnect: true }],
];

const people = Array.from({ length: writers }, (_, number) => new Writer(number));
for (const person of people) await person.open();
const started = performance.now();
while (counts.edits < edits) {
  const person = pick(people);
  const nth = ++counts.edits;
  const what = pick([...fields, 'member', 'removal'] as const);
  await person.edit((deal) => {
    if (what === 'notes') deal.details.notes = `note ${nth}`;
    else if (what === 'dealValue') deal.details.dealValue = nth;
    else if (what === 'externalReferenceId') deal.externalReferenceId = `crm ${nth}`;
    else if (what === 'salesStage') deal.salesStage = String(nth % 100);
    else if (what === 'member') deal.team = [...deal.team.slice(-20), { email: `member${nth}@litware.example` }];
    else if (deal.team.length > 1) deal.team = deal.team.slice(1);
  });
  if (random() < 0.02) await person.reload();
  if (random() < 0.6) {
    for (const fault of pick(troubles)) {
      const isWrite = !('status' in fault && fault.status === 503);
      await post('faults', { ...fault, ...(isWrite ? { method: 'PATCH' } : { method: 'GET', times: 3 }) });
    }
    await person.save(pick(['mine', 'theirs', 'later']));
  }
  if (random() < 0.03 && !person.isDirty) await person.open();
}
await sandbox.close();

const seconds = ((performance.now() - started) / 1000).toFixed(0);
console.log(`${writers} writers, seed ${flags.seed}, ${seconds} s`);
for (const [name, count] of Object.entries(counts)) console.log(`${String(count).padStart(7)} ${name}`);
const broken =
  counts['acknowledged and lost'] + counts['applied twice'] + counts['overwritten unseen'] + counts['drafts lost'];
process.exitCode = broken > 0 ? 1 : 0;
