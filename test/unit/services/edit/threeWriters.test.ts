import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  member,
  notes,
  referral,
  registration,
  solutionsOf,
  stage,
  stored,
  value,
  withNulls,
  wonDeal,
  type Deal,
  type Trouble,
} from './writers.ts';

const trouble = fc.constantFrom<Trouble>(
  'none',
  'none',
  'lostBefore',
  'lostAfter',
  'error500',
  'error500After',
  'throttled',
);

describe('Three people who change the same referral', () => {
  const step = fc.record({
    writer: fc.nat(2),
    what: fc.constantFrom('notes', 'value', 'member', 'save', 'save', 'reopen'),
    troubles: fc.array(trouble, { maxLength: 3 }),
    side: fc.constantFrom('mine', 'theirs', 'later'),
  });

  const seen = new Map<string, number>();
  after(() => {
    // Histories in which nothing happens would prove nothing.
    for (const kind of ['saved', 'conflict', 'unsure', 'failed', 'unchanged']) {
      assert.ok((seen.get(kind) ?? 0) >= 10, `${kind}: ${seen.get(kind) ?? 0}`);
    }
  });

  it('lose no acknowledged change, apply none twice, and overwrite nothing that they have not seen', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
        const made = await stage(3);
        const added = new Map<string, 'draft' | 'acknowledged'>();
        const drafts: string[][] = [[], [], []];
        for (const [index, { writer: number, what, troubles, side }] of steps.entries()) {
          const writer = made.writers[number]!;
          const mine = drafts[number]!;
          if (what === 'notes') writer.edit(notes(`note ${index}`));
          if (what === 'value') writer.edit(value(index));
          if (what === 'member') {
            const email = `m${index}@x.example`;
            writer.edit(member(email));
            mine.push(email);
            added.set(email, 'draft');
          }
          if (what === 'reopen') {
            await writer.open();
            mine.length = 0;
          }
          if (what !== 'save') continue;
          const text = writer.text;
          const outcome = await writer.save([...troubles], side);
          seen.set(outcome.kind, (seen.get(outcome.kind) ?? 0) + 1);
          if (outcome.kind === 'saved') for (const email of mine.splice(0)) added.set(email, 'acknowledged');
          else if (side === 'later') assert.equal(writer.text, text);
          const { team } = await stored(made);
          const emails = team.map(({ email }) => email);
          assert.equal(new Set(emails).size, emails.length, 'Someone was added twice.');
        }
        const emails = (await stored(made)).team.map(({ email }) => email);
        for (const [email, state] of added) if (state === 'acknowledged') assert.ok(emails.includes(email), email);
        // Each write was made with the latest version in sight: only what it names differs.
        for (const { before, after, operations } of made.stage.applied) {
          const [was, is] = [before, after].map((text) => JSON.parse(text) as Deal);
          const named = (JSON.parse(operations) as { path: string }[]).map(({ path }) => path);
          if (!named.some((path) => path.startsWith('/team'))) assert.deepEqual(is?.team, was?.team);
          if (named.includes('/team/-'))
            assert.equal(is?.team.length, (was?.team.length ?? 0) + named.filter((path) => path === '/team/-').length);
          if (!named.includes('/details/notes')) assert.equal(is?.details.notes, was?.details.notes);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

describe('One person whose answers get lost', () => {
  type Contact = { firstName: string; phoneNumber: string };
  type Stored = Deal & { customerProfile: { team: Contact[] } };
  const seed = { ...referral, customerProfile: { name: 'C', team: [{ firstName: 'First', phoneNumber: '0' }] } };
  const parsed = (text: string): Stored => JSON.parse(text) as Stored;
  const essence = ({ details, team, customerProfile }: Stored): unknown => ({
    notes: details.notes,
    value: String(details.dealValue),
    // The names of members may be spelled in any case.
    emails: team.map((person) => Object.values(person)[0]),
    phones: customerProfile.team.map((person) => Object.entries(person).find(([name]) => /^phone/i.test(name))?.[1]),
  });
  const step = fc.record({
    what: fc.constantFrom('notes', 'value', 'member', 'contact', 'retype', 'withdraw', 'save', 'save', 'save'),
    capitals: fc.boolean(),
    troubles: fc.array(trouble, { maxLength: 3 }),
  });

  const seen = new Map<string, number>();
  after(() => {
    for (const kind of ['saved', 'unsure', 'failed', 'unchanged']) assert.ok((seen.get(kind) ?? 0) >= 10, kind);
  });

  it('is in no conflict with themselves, and has on the server what the text says after each save', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), fc.boolean(), async (steps, addsMembers) => {
        const made = await stage(1, seed);
        if (addsMembers) made.stage.serve = withNulls;
        const writer = made.writers[0]!;
        await writer.open();
        for (const [index, { what, capitals, troubles }] of [
          ...steps,
          { what: 'save', capitals: false, troubles: [] },
        ].entries()) {
          if (what === 'notes') writer.edit(notes(`note ${index}`));
          if (what === 'value') {
            writer.edit((deal) => Object.assign(deal['details']!, { dealValue: capitals ? String(index) : index }));
          }
          if (what === 'member') {
            const person = capitals ? { Email: `m${index}@x.example` } : { email: `m${index}@x.example` };
            writer.edit((deal) => void (deal as unknown as { team: object[] }).team.push(person));
          }
          if (what === 'contact') {
            const [firstName, phoneNumber] = capitals ? ['FIRSTNAME', 'PhoneNumber'] : ['firstName', 'phoneNumber'];
            const person = { [phoneNumber]: String(index), [firstName]: 'Lena' };
            writer.edit((deal) => void (deal as unknown as Stored).customerProfile.team.push(person as Contact));
          }
          if (what === 'retype') {
            writer.edit((deal) => {
              const { team } = (deal as unknown as Stored).customerProfile;
              const last = team.at(-1)!;
              const name = Object.keys(last).find((each) => /^phone/i.test(each))!;
              team[team.length - 1] = { ...last, [name]: String(100 + index) };
            });
          }
          if (what === 'withdraw') writer.text = writer.base;
          if (what !== 'save') continue;
          const text = writer.text;
          const outcome = await writer.save([...troubles]);
          seen.set(outcome.kind, (seen.get(outcome.kind) ?? 0) + 1);
          assert.ok(['saved', 'unsure', 'failed', 'unchanged'].includes(outcome.kind), JSON.stringify(outcome));
          if (outcome.kind !== 'saved' && outcome.kind !== 'unchanged') assert.equal(writer.text, text);
          else assert.deepEqual(essence(parsed(await made.stage.text())), essence(parsed(text)));
        }
      }),
      { numRuns: 1000 },
    );
  });
});

describe('Two people who register the same deal', () => {
  const step = fc.record({
    writer: fc.nat(1),
    what: fc.constantFrom('register', 'save', 'save', 'reopen'),
    solution: fc.nat(3),
    troubles: fc.array(trouble, { maxLength: 3 }),
  });

  it('lose no registration and double none, whatever answers are lost', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
        const made = await stage(2, wonDeal);
        const wanted: Set<string>[] = [new Set(), new Set()];
        let before: string[] = [];
        for (const { writer: number, what, solution, troubles } of steps) {
          const writer = made.writers[number]!;
          const mine = wanted[number]!;
          const name = `SOL-${solution}`;
          // One that the text has already would be meant as a second one.
          if (what === 'register' && !writer.text.includes(`"${name}"`)) {
            writer.edit((deal) => void (deal as unknown as typeof wonDeal).registrations.push(registration(name)));
            mine.add(name);
          }
          if (what === 'reopen') {
            await writer.open();
            mine.clear();
          }
          if (what !== 'save') continue;
          const { kind } = await writer.save([...troubles]);
          assert.ok(['saved', 'unsure', 'failed', 'unchanged'].includes(kind), kind);
          const now = solutionsOf(await made.stage.text());
          assert.deepEqual(now.slice(0, before.length), before, 'One was moved or lost.');
          assert.equal(new Set(now).size, now.length, 'One is there twice.');
          if (kind === 'saved') for (const each of mine) assert.ok(now.includes(each), each);
          if (kind === 'saved') mine.clear();
          before = now;
        }
      }),
      { numRuns: 500 },
    );
  });
});
