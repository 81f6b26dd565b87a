import assert from 'node:assert/strict';
import fc from 'fast-check';
import { conflictBetween } from '../../../../src/services/edit/conflict.ts';
import { ShownVersions } from '../../../../src/services/edit/earlierSaves.ts';
import { Document, type Deal } from './documentOf.ts';
import {
  member,
  notes,
  referral,
  registration,
  solutionsOf,
  stage,
  stored,
  value,
  wonDeal,
  type Trouble,
  type Writer,
} from './writers.ts';

const seed = {
  ...referral,
  details: { ...referral.details, requirements: { solutions: [{ id: 'AzureStack', name: 'x' }] } },
  customerProfile: { name: 'C', team: [{ firstName: 'First', phoneNumber: '0' }] },
};
type Served = {
  team: object[];
  customerProfile: { team: object[] };
  details: { requirements: { solutions: object[] }; notes: string; dealValue: number };
};
/** As the service serves people and solutions: with members that nobody has sent. */
function withMore(text: string): string {
  const deal = JSON.parse(text) as Partial<Served>;
  if (!deal.team || !deal.customerProfile || !deal.details) return text;
  for (const list of [deal.team, deal.customerProfile.team]) {
    for (const [at, person] of list.entries()) list[at] = { title: null, contactPreference: null, ...person };
  }
  const { requirements } = deal.details;
  requirements.solutions = requirements.solutions.map((each) => ({ price: null, solutionType: null, ...each }));
  return JSON.stringify(deal);
}

/** Without what only the server sets or adds. */
const typedOf = (text: string): unknown => {
  const clean = (json: unknown): unknown => {
    if (Array.isArray(json)) return json.map(clean);
    if (typeof json !== 'object' || json === null) return json;
    const set = Object.entries(json).filter(
      ([name, value]) => value !== null && !['eTag', 'updatedDateTime'].includes(name),
    );
    return Object.fromEntries(set.map(([name, value]) => [name, clean(value)]));
  };
  return clean(JSON.parse(text));
};

const changes: ((n: number) => (deal: Deal) => void)[] = [
  (n) => notes(`note ${n}`),
  (n) => value(n),
  (n) => member(`m${n}@x.example`),
  (n) => onPeople((people) => people.push({ firstName: 'Lena', phoneNumber: String(n) })),
  (n) => onPeople((people) => void Object.assign(people.at(-1) ?? {}, { email: `r${n}@x.example` })),
  (n) => onPeople((people) => void Object.assign(people.at(-1) ?? {}, { phoneNumber: `p${n}` })),
  () => onPeople((people) => people.length > 1 && people.pop()),
  (n) => onSolutions((solutions) => solutions.push({ id: `S${n}`, name: 'n' })),
  (n) => onSolutions((solutions) => void Object.assign(solutions.at(-1) ?? {}, { name: `n${n}` })),
];
function onPeople(change: (people: object[]) => unknown): (deal: object) => void {
  return (deal) => void change((deal as Served).customerProfile.team);
}
function onSolutions(change: (solutions: object[]) => unknown): (deal: object) => void {
  return (deal) => void change((deal as Served).details.requirements.solutions);
}

const trouble = fc.constantFrom<Trouble>('none', 'none', 'lostBefore', 'lostAfter', 'error500', 'error500After');
const step = fc.record({
  what: fc.constantFrom<'type' | 'save' | 'typed' | 'undo'>('type', 'type', 'save', 'save', 'typed', 'undo'),
  change: fc.nat(changes.length - 1),
  back: fc.integer({ min: 1, max: 4 }),
  troubles: fc.array(trouble, { maxLength: 3 }),
});

describe('What is typed during a save', () => {
  for (const adds of [false, true]) {
    it(`or undone after it is never a conflict with oneself (server adds members: ${adds})`, async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 10 }), async (steps) => {
          const made = await stage(1, seed);
          if (adds) made.stage.serve = withMore;
          const document = new Document(made.stage);
          await document.open();
          const last = { what: 'save', change: 0, back: 1, troubles: [] } as const;
          let isUnsure = false;
          for (const [n, { what, change, back, troubles }] of [...steps, last].entries()) {
            const typed = changes[change]!(n);
            if (what === 'type') document.type(typed);
            // Undo of what may have been carried out is the same as other typing.
            else if (what === 'undo' && !isUnsure) document.back(back);
            else if (what !== 'undo') {
              const { text } = document;
              const { kind } = await document.save(troubles, what === 'typed' ? typed : undefined);
              isUnsure = kind === 'unsure' || kind === 'failed';
              assert.ok(['saved', 'unchanged', 'unsure', 'failed'].includes(kind), kind);
              if (!isUnsure) assert.deepEqual(typedOf(await made.stage.text()), typedOf(text));
            }
          }
        }),
        { numRuns: 100 },
      );
    });
  }

  it('keeps what others have changed, before the save and after it', async () => {
    const made = await stage(2);
    const other = made.writers[1]!;
    const document = new Document(made.stage);
    await document.open();
    other.edit(notes('theirs'));
    await other.save();
    document.type(value(1));
    assert.equal((await document.save([], member('mine@x.example'))).kind, 'saved');
    await other.open();
    other.edit(value(2));
    await other.save();
    assert.equal((await document.save()).kind, 'saved');
    const { details, team } = await stored(made);
    assert.deepEqual([details.notes, details.dealValue, team.at(-1)?.email], ['theirs', 2, 'mine@x.example']);
  });

  it('is a conflict with what others have changed to something else', async () => {
    const made = await stage(2);
    const other = made.writers[1]!;
    const document = new Document(made.stage);
    await document.open();
    document.type(value(1));
    await document.save([], value(3));
    await other.open();
    other.edit(value(2));
    await other.save();
    const outcome = await document.save();
    assert.equal(outcome.kind, 'conflict');
    assert.deepEqual(outcome.kind === 'conflict' && outcome.overlaps.map(({ pointer }) => pointer), [
      '/details/dealValue',
    ]);
  });

  it('can be a registration, and one whose answer was lost', async () => {
    const made = await stage(1, wonDeal);
    const document = new Document(made.stage);
    await document.open();
    const registrations = (change: (list: object[]) => void) => (deal: object) =>
      change((deal as typeof wonDeal).registrations);
    const contract = (amount: number) =>
      registrations((list) => Object.assign(list[0]!, { contract: { ...contractOf(list[0]!), value: amount } }));
    document.type(registrations((list) => list.push(registration('one'))));
    assert.equal((await document.save([], contract(200_000))).kind, 'saved');
    assert.equal((await document.save(['lostBefore', 'lostAfter'], contract(1))).kind, 'unsure');
    document.type(contract(300_000));
    assert.equal((await document.save()).kind, 'saved');
    const text = await made.stage.text();
    assert.deepEqual(solutionsOf(text), ['one']);
    assert.match(text, /"contract":\{"value":300000,/);
  });
});

const contractOf = (element: object): object => (element as { contract: object }).contract;

describe('Undo after a save', () => {
  it('takes back the own changes of several saves, and nothing of others', async () => {
    const made = await stage(2);
    const other = made.writers[1]!;
    const document = new Document(made.stage);
    await document.open();
    document.type(value(1));
    other.edit(notes('theirs'));
    await other.save();
    await document.save();
    document.type(member('mine@x.example'));
    await document.save();
    document.back(4);
    assert.equal(document.text.includes('5000'), true);
    assert.equal((await document.save()).kind, 'saved');
    const { details, team } = await stored(made);
    assert.deepEqual([details.notes, details.dealValue, team.length], ['theirs', 5000, 1]);
  });

  it('is a conflict where others have changed the same since', async () => {
    const made = await stage(2);
    const other = made.writers[1]!;
    const document = new Document(made.stage);
    await document.open();
    document.type(value(1));
    await document.save();
    await other.open();
    other.edit(value(2));
    await other.save();
    document.back(2);
    assert.equal((await document.save()).kind, 'conflict');
    assert.equal((await stored(made)).details.dealValue, 2);
  });

  it('takes nothing back that others had made as well before the save', async () => {
    const made = await stage(2);
    const other = made.writers[1]!;
    const document = new Document(made.stage);
    await document.open();
    document.type(value(1));
    other.edit(value(1));
    await other.save();
    // Of its first PATCH nothing was carried out, since the tag was another one.
    assert.equal((await document.save()).kind, 'saved');
    document.back(2);
    assert.ok(document.text.includes('5000'));
    assert.equal((await document.save()).kind, 'unchanged');
    assert.equal((await stored(made)).details.dealValue, 1);
  });

  it('of what others have changed is not sent', async () => {
    const versions = new ShownVersions();
    const [before, after] = [{ ...referral }, { ...referral, eTag: '"second"', name: 'Theirs' }].map((deal) => ({
      text: JSON.stringify(deal),
      eTag: undefined,
    })) as [{ text: string; eTag: undefined }, { text: string; eTag: undefined }];
    versions.shown(before);
    versions.shown(after);
    assert.equal(versions.baseOf(after.text), undefined);
    const older = versions.baseOf(before.text);
    assert.ok(older);
    const [writer] = (await stage(1)).writers as [Writer];
    writer.edit(notes('saved'));
    const outcome = await writer.save();
    assert.ok(outcome.kind === 'saved');
    const { fetched } = outcome;
    const conflict = await conflictBetween({ ...older, text: before.text }, { ...fetched, ...after });
    assert.deepEqual([conflict?.overlaps, JSON.parse(conflict?.mine ?? '')], [[], JSON.parse(after.text)]);
  });
});
