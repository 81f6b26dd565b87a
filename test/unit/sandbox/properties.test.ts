import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Client, collection } from './client.ts';

const serverSet = ['id', 'eTag', 'updatedDateTime', 'acceptedDateTime', 'closedDateTime', 'expirationDateTime'];

/** What a developer expects of a sequence of patches, written down without the sandbox's code. */
interface Model {
  status: string;
  substatus: string;
  statusReason: string | null;
  details: { dealValue: number; notes: string };
  team: { email: string }[];
}

interface Step {
  readonly path: string;
  readonly op: 'add' | 'replace';
  readonly value: unknown;
  /** Changes the model, or says that the operation cannot be. */
  readonly run: (model: Model) => boolean;
}

const email = fc.constantFrom('a@x.example', 'b@x.example', 'c@x.example').map((address) => ({ email: address }));

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(fc.constantFrom('New', 'Active', 'Closed'), fc.constantFrom('add', 'replace')).map(([value, op]): Step => ({
    path: '/status',
    op,
    value,
    run: (model) => {
      model.status = value;
      return true;
    },
  })),
  fc.constantFrom('Pending', 'Received', 'Accepted', 'Won', 'Declined').map((value): Step => ({
    path: '/substatus',
    op: 'replace',
    value,
    run: (model) => {
      model.substatus = value;
      return true;
    },
  })),
  fc.constantFrom('x', null, '').map((value): Step => ({
    path: '/statusReason',
    op: 'replace',
    value,
    run: (model) => {
      model.statusReason = value;
      return true;
    },
  })),
  fc.constantFrom(5, '7.5', 'many').map((value): Step => ({
    path: '/details/dealValue',
    op: 'replace',
    value,
    run: (model) => {
      model.details.dealValue = Number(value);
      return value !== 'many';
    },
  })),
  email.map((value): Step => ({
    path: '/team/-',
    op: 'add',
    value,
    run: (model) => {
      model.team.push(value);
      return true;
    },
  })),
  fc.tuple(fc.nat(4), email, fc.constantFrom('add', 'replace')).map(([index, value, op]): Step => ({
    path: `/team/${index}`,
    op,
    value,
    run: ({ team }) => {
      if (index > team.length || (op === 'replace' && index === team.length)) return false;
      team.splice(index, op === 'replace' ? 1 : 0, value);
      return true;
    },
  })),
  fc.array(email, { maxLength: 2 }).map((value): Step => ({
    path: '/team',
    op: 'replace',
    value,
    run: (model) => {
      model.team = structuredClone(value);
      return true;
    },
  })),
);

function isAllowed(before: Model, after: Model): boolean {
  if (before.status === 'Closed') return false;
  if (before.status === after.status && before.substatus === after.substatus) return true;
  const rank = ['New', 'Active', 'Closed'];
  const fits: Record<string, string[]> = {
    New: ['Pending', 'Received'],
    Active: ['Accepted'],
    Closed: ['Won', 'Declined'],
  };
  return (
    rank.indexOf(after.status) >= rank.indexOf(before.status) && (fits[after.status] ?? []).includes(after.substatus)
  );
}

describe('Sequences of writes', () => {
  it('leave what a simple model says', async () => {
    const patches = fc.array(fc.array(step, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(patches, async (sequence) => {
        let model: Model = {
          status: 'New',
          substatus: 'Pending',
          statusReason: null,
          details: { dealValue: 1, notes: 'n' },
          team: [{ email: 'a@x.example' }],
        };
        const client = new Client({ seed: JSON.stringify({ id: 'a', ...model }) });
        const tags = [(await client.referral('a')).headers.get('etag')];
        for (const steps of sequence) {
          const next = structuredClone(model);
          const possible = steps.every(({ run }) => run(next)) && isAllowed(model, next);
          const body = steps.map(({ op, path, value }) => ({ op, path, value }));
          const { status } = await client.send('PATCH', `${collection}/a`, body);
          assert.equal(status, possible ? 204 : 400, JSON.stringify(body));
          if (possible) model = next;
          const { json, headers } = await client.referral('a');
          const told = Object.entries(json).filter(([name]) => !serverSet.includes(name));
          assert.deepEqual(Object.fromEntries(told), model);
          const tag = headers.get('etag');
          assert.equal(tags.includes(tag), !possible);
          if (possible) tags.push(tag);
          else assert.equal(tag, tags.at(-1));
        }
      }),
      { numRuns: 120 },
    );
  });

  it('with the same eTag let exactly one win, however many there are', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.boolean(), fc.boolean()), { minLength: 1, maxLength: 12 }),
        async (writers) => {
          const client = new Client({ seed: '{"id":"a","type":"Shared","n":0}' });
          const current = (await client.referral('a')).headers.get('etag') ?? '';
          const answers = await Promise.all(
            writers.map(([isFresh, isPut], index) => {
              const headers = { 'If-Match': isFresh ? current : `"stale-${index}"` };
              return isPut
                ? client.send('PUT', `${collection}/a`, { type: 'Shared', statusReason: `w${index}` }, headers)
                : client.send(
                    'PATCH',
                    `${collection}/a`,
                    [{ op: 'add', path: '/statusReason', value: `w${index}` }],
                    headers,
                  );
            }),
          );
          const winners = answers.flatMap(({ status }, index) => (status < 300 ? [index] : []));
          assert.equal(winners.length, writers.some(([isFresh]) => isFresh) ? 1 : 0);
          assert.ok(answers.every(({ status }) => status < 300 || status === 412));
          const { json } = await client.referral('a');
          assert.equal(json.statusReason, winners.length === 1 ? `w${winners[0]}` : undefined);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('Paging while others write', () => {
  it('neither loses nor repeats what was there when it began', async () => {
    const orders = fc.constantFrom(
      '',
      '$orderby=updatedDateTime desc',
      '$orderby=createdDateTime',
      "$filter=status eq 'New'",
    );
    const deed = fc.oneof(fc.constant('create'), fc.nat(20));
    await fc.assert(
      fc.asyncProperty(orders, fc.array(fc.array(deed, { maxLength: 4 }), { maxLength: 8 }), async (query, deeds) => {
        const items = Array.from({ length: 21 }, (_, index) => ({
          id: `r${index}`,
          status: index % 2 ? 'New' : 'Active',
          updatedDateTime: `2024-01-01T00:00:${String((index * 7) % 60).padStart(2, '0')}Z`,
        }));
        const client = new Client({ seed: JSON.stringify(items), pageSize: 4 });
        const before = (await client.all(query)).map(({ id }) => id);
        const seen = await client.all(query, async () => {
          for (const what of deeds.shift() ?? []) {
            const { status } =
              what === 'create'
                ? await client.send('POST', collection, {
                    type: 'Shared',
                    customerProfile: {},
                    consent: {},
                    details: {},
                  })
                : await client.send('PATCH', `${collection}/r${what}`, [
                    { op: 'add', path: '/statusReason', value: 'x' },
                  ]);
            assert.ok(status < 300);
          }
        });
        assert.deepEqual(
          seen.map(({ id }) => id),
          before,
        );
      }),
      { numRuns: 60 },
    );
  });
});
