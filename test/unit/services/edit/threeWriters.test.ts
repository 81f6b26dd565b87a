import assert from 'node:assert/strict';
import fc from 'fast-check';
import { member, notes, stage, stored, value, type Deal, type Trouble } from './writers.ts';

describe('Three people who change the same referral', () => {
  const trouble = fc.constantFrom<Trouble>(
    'none',
    'none',
    'lostBefore',
    'lostAfter',
    'error500',
    'error500After',
    'throttled',
  );
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
