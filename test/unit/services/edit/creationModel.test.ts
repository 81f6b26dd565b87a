import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Choice } from '../../../../src/services/edit/create.ts';
import type { SendOutcome } from '../../../../src/services/edit/createThrough.ts';
import type { Deal } from '../../../../src/services/edit/dealText.ts';
import type { Sender } from '../../../../src/services/edit/sender.ts';
import { AccountStage, type Fate } from './accountStage.ts';
import { dealFrom, reference, worth } from './creationStage.ts';

/** A message that stays open, with what its buttons need. */
interface Message {
  readonly sender: Sender;
  readonly account: string | undefined;
  readonly deal: Deal;
  readonly formers: readonly Deal[];
  readonly outcome: SendOutcome & { readonly about: string };
  /** Of the account when it was shown. */
  readonly posts: number;
}

/** What is known of an account's deal by its POSTs alone. */
class Account {
  /** POSTs of the current deal that were or may still be carried out. */
  readonly maybe = { own: 0, microsoft: 0 };
  /** All POSTs that were not refused, and all deals that were completed: a message from before is an older one. */
  happened = 0;
  /** The ids of the deals that were. */
  readonly completed = new Set<string>();

  begin(): void {
    Object.assign(this.maybe, { own: 0, microsoft: 0 });
  }
}

const fates: readonly Fate[] = ['answered', 'lostBefore', 'lostAfter', 'late', 'refused'];
const someFates = fc.array(
  fc.record({
    fate: fc.constantFrom(...fates),
    then: fc.option(fc.constantFrom('a', 'b'), { nil: undefined, freq: 6 }),
  }),
  { maxLength: 3 },
);
const send = fc.record({ kind: fc.constant('send' as const), text: fc.nat({ max: 2 }) });
const click = fc.record({ kind: fc.constant('click' as const), message: fc.nat(), button: fc.nat() });
const action = fc.oneof(send, click);
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('act' as const), action, fates: someFates }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('twice' as const), first: action, second: action, fates: someFates }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('use' as const), account: fc.constantFrom('a', 'b', undefined) }),
  },
  { weight: 2, arbitrary: fc.constant({ kind: 'arrive' as const }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('hide' as const), reads: fc.integer({ min: 1, max: 2 }) }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'reload' as const }) },
);

type Action = typeof action extends fc.Arbitrary<infer T> ? T : never;

/** A document that is sent, changed and sent again, and a person who clicks any button of any message, old ones, too. */
class Person {
  readonly stage = new AccountStage();
  readonly accounts: Readonly<Record<string, Account>> = { a: new Account(), b: new Account() };
  readonly outcomes: SendOutcome['kind'][] = [];
  readonly #texts: readonly Deal[];
  readonly #isTruthful: boolean;
  #messages: Message[] = [];
  #formers: Deal[] = [];

  /** @param isTruthful what they say about the server is right */
  constructor(texts: readonly Deal[], isTruthful: boolean) {
    this.#texts = texts;
    this.#isTruthful = isTruthful;
  }

  /** Carries out one action, or two at once. */
  async act(...actions: readonly Action[]): Promise<void> {
    const { stage } = this;
    const sender = await stage.sender();
    const before = stage.sent.length;
    const begun = actions.map((each) =>
      each.kind === 'send' ? this.#send(each.text, sender) : this.#click(each, sender),
    );
    const ended = (await Promise.all(begun)).filter((each) => each !== undefined);
    const sent = stage.sent.slice(before);
    const active = ended.filter(({ outcome }) => outcome.kind !== 'running');
    const posting = sent.length > 0 ? active.filter(({ mayPost }) => mayPost) : [];
    assert.ok(sent.length === 0 || posting.length > 0, 'Nothing is posted by an older message.');
    for (const post of sent) {
      const account = this.accounts[post.account];
      assert.ok(account);
      const choices = posting.filter((each) => each.account === post.account).map(({ choice }) => choice);
      if (choices.some((choice) => choice?.kind === 'other') && post.side === 'own') account.begin();
      const isDecided = choices.some((choice) => choice?.kind === 'again' && choice.side === post.side);
      assert.ok(account.maybe[post.side] === 0 || isDecided, `${post.side} is posted again only by "Send Again".`);
      if (post.fate === 'refused') continue;
      account.maybe[post.side]++;
      account.happened++;
    }
    for (const { outcome, account, deal, formers, choice } of ended) {
      this.outcomes.push(outcome.kind);
      const by = account === undefined ? undefined : this.accounts[account];
      if (outcome.kind === 'created') {
        assert.ok(by);
        by.begin();
        by.happened++;
        by.completed.add(outcome.id);
      }
      // The person said that Microsoft isn't invited, and is asked about the changed document before it is.
      if (by && choice?.kind === 'again' && outcome.kind === 'differs') by.maybe.microsoft = 0;
      if ('about' in outcome)
        this.#messages.push({ sender, account, deal, formers, outcome, posts: by?.happened ?? 0 });
    }
  }

  async reload(): Promise<void> {
    this.stage.reload();
    this.#messages = [];
  }

  #send(text: number, sender: Sender): Promise<Ended> {
    const deal = this.#texts[text % this.#texts.length]!;
    const formers = [...this.#formers];
    this.#formers.push(deal);
    const account = nameOf(sender);
    return this.stage
      .send(deal, sender, formers)
      .then((outcome) => ({ outcome, account, deal, formers, mayPost: true }));
  }

  async #click({ message, button }: Action & { readonly kind: 'click' }, now: Sender): Promise<Ended | undefined> {
    const chosen = this.#messages[message % this.#messages.length];
    if (!chosen) return undefined;
    const { sender, deal, formers, outcome } = chosen;
    // Who signed in since is the one who sends.
    const account = chosen.account ?? nameOf(now);
    const by = account === undefined ? undefined : this.accounts[account];
    const all = choicesOf(outcome);
    const choice = all[button % all.length]!;
    if (this.#isTruthful && account !== undefined && !(await this.#isTrue(choice, account))) return undefined;
    const mayPost = chosen.account === undefined || chosen.posts === by?.happened;
    const decided = await this.stage.retry(deal, sender, { ...choice, about: outcome.about }, formers);
    return decided && { outcome: decided, account, deal, formers, choice, mayPost };
  }

  async #isTrue(choice: Choice & { readonly side?: string }, account: string): Promise<boolean> {
    if (choice.kind === 'other') return false;
    if (choice.kind === 'is') return !this.accounts[account]?.completed.has(choice.referral.id);
    if (choice.kind !== 'again') return true;
    const there = (await this.stage.sides(account)).filter((side) => side === choice.side);
    return !this.stage.isLate(account) && there.length <= (this.accounts[account]?.completed.size ?? 0);
  }
}

interface Ended {
  readonly outcome: SendOutcome;
  readonly account: string | undefined;
  readonly deal: Deal;
  readonly formers: readonly Deal[];
  readonly choice?: Choice & { readonly side?: string };
  readonly mayPost: boolean;
}

/** The buttons of a message. */
function choicesOf(outcome: SendOutcome): (Choice & { readonly side?: string })[] {
  if (outcome.kind === 'differs') return [{ kind: 'accept' }, { kind: 'other' }];
  if (outcome.kind !== 'uncertain') return [{ kind: 'goOn' }];
  const { side, candidates } = outcome;
  return [
    { kind: 'goOn' },
    { kind: 'again', side },
    ...candidates.map((referral) => ({ kind: 'is', referral }) as const),
  ];
}

function nameOf({ account }: Sender): string | undefined {
  return account === undefined ? undefined : (JSON.parse(account) as string[])[0];
}

describe('A deal', () => {
  const minute = 60_000;
  let texts: Readonly<Record<'private' | 'shared', readonly Deal[]>>;

  before(async () => {
    const of = async (kind: 'private' | 'shared'): Promise<Deal[]> =>
      Promise.all(
        [{}, worth(99_999, kind), { name: 'Another name' }].map((change) =>
          dealFrom(kind, { ...reference, ...change }),
        ),
      );
    texts = { private: await of('private'), shared: await of('shared') };
  });

  for (const isTruthful of [true, false]) {
    const who = isTruthful ? 'of somebody who knows what the server has' : 'of somebody who clicks at random';
    it(`${who} is posted once, whatever gets lost and whichever message is answered`, async () => {
      const seen = new Map<string, number>();
      await fc.assert(
        fc.asyncProperty(
          fc.constantFrom('private', 'shared'),
          fc.boolean(),
          fc.array(step, { minLength: 1, maxLength: 16 }),
          async (kind, isRenamed, steps) => {
            // A reload forgets what the document said before, so that a new name is another deal then.
            const person = new Person(texts[kind].slice(0, isRenamed ? 3 : 2), isTruthful);
            const { stage, accounts } = person;
            for (const each of steps) {
              stage.clock += 10 * minute;
              if (each.kind === 'use') stage.use(each.account);
              else if (each.kind === 'arrive') await stage.arrive();
              // After a wrong answer, the right deal may be found where the chosen one is hidden, and needs an invitation.
              else if (each.kind === 'hide') stage.hidden = isTruthful ? each.reads : 0;
              else if (each.kind === 'reload') await (isRenamed ? undefined : person.reload());
              else {
                stage.fates = [...each.fates];
                await (each.kind === 'act' ? person.act(each.action) : person.act(each.first, each.second));
              }
            }
            await stage.arrive();
            for (const [
              name,
              {
                completed: { size: completed },
                maybe,
              },
            ] of Object.entries(accounts)) {
              const sides = await stage.sides(name);
              const count = (side: string): number => sides.filter((each) => each === side).length;
              if (!isTruthful) continue;
              assert.ok(count('own') >= completed && count('own') <= completed + (maybe.own > 0 ? 1 : 0), sides.join());
              const invited = kind === 'shared' ? completed : 0;
              assert.ok(count('microsoft') >= invited && count('microsoft') <= count('own'), sides.join());
            }
            for (const outcome of person.outcomes) seen.set(outcome, (seen.get(outcome) ?? 0) + 1);
          },
        ),
        { numRuns: 500 },
      );
      for (const kind of ['created', 'outdated', 'running', 'uncertain', 'differs', 'failed']) {
        assert.ok((seen.get(kind) ?? 0) > 2, `${kind}: ${seen.get(kind)}`);
      }
    });
  }
});
