import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'esbuild';
import { Random } from '../../../../src/sandbox/sample/random.ts';
import { collection } from '../client.ts';

/** Each part has a file of its own. */
const parts = 5;
const killsOfPart = 40;
/** Each writer changes one referral and is in one request at a time, so at most one of its writes is unanswered. */
const writers = 4;
/** Referrals of the seed that expire on each of the next days. */
const expiring = { days: 10, each: 15 };
/** The clock is advanced in one of so many rounds. */
const clockRounds = 5;
const dayMs = 24 * 60 * 60 * 1000;

describe('A sandbox that is killed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-killed-'));
  const bundle = join(folder, 'sandbox.mjs');
  before(() =>
    build({
      entryPoints: ['src/sandbox/cli/cli.ts'],
      outfile: bundle,
      bundle: true,
      platform: 'node',
      format: 'esm',
      mainFields: ['module', 'main'],
    }),
  );
  after(() => rmSync(folder, { recursive: true }));

  const killRepeatedly = async (part: number): Promise<void> => {
    const random = new Random(part);
    const dataFile = join(folder, `data-${part}`);
    const seed = join(folder, 'seed.json');
    const began = Date.now();
    writeFileSync(seed, seedText(began));
    const load = new Load();
    for (let round = 0; round <= killsOfPart; round++) {
      const sandbox = spawn(process.execPath, [bundle, '--data', dataFile, '--seed', seed, '--page-size', '1000'], {
        stdio: ['ignore', 'pipe', 'pipe'],
        env: { ...process.env, NODE_COMPILE_CACHE: join(folder, 'compiled') },
      });
      let errors = '';
      sandbox.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
      const ended = once(sandbox, 'close').then(() => [`It ended: ${errors}`]);
      try {
        const [line] = (await Promise.race([once(createInterface(sandbox.stdout), 'line'), ended])) as [string];
        assert.match(line, /listening/);
        const url = line.slice(line.indexOf('http'));
        await load.check(url, began);
        if (round === killsOfPart) continue;
        // The clock's call takes long enough to be hit itself.
        if (round % clockRounds === 0) await load.runClock(url, sandbox, random.below(12));
        else await load.run(url, sandbox, random.below(30), random.below(5));
      } finally {
        sandbox.kill('SIGKILL');
        await ended;
      }
    }
    assert.ok(load.answered > killsOfPart, `only ${load.answered} writes were answered`);
  };

  // 200 kills in all.
  for (let part = 1; part <= parts; part++) {
    it(`has every answered write, and each unanswered one whole or not at all (${part} of ${parts})`, () =>
      killRepeatedly(part));
  }
});

/** Writes to a sandbox until it is killed, and knows what it must have afterwards. */
class Load {
  answered = 0;
  /** By writer: number of the last write that was sent, and of the last that was answered. */
  readonly #sent = new Array<number>(writers).fill(0);
  readonly #stored = new Array<number>(writers).fill(0);
  #created = { sent: 0, answered: 0 };
  #days = { sent: 0, answered: 0 };

  async check(url: string, began: number): Promise<void> {
    const agent = new Agent();
    const { body, timestamp } = await send(agent, 'GET', `${url}${collection}`);
    const referrals = (JSON.parse(body) as { value: Referral[] }).value;
    for (let writer = 0; writer < writers; writer++) {
      const { statusReason, externalReferenceId } = referrals.find(({ id }) => id === `writer-${writer}`) ?? {};
      assert.equal(externalReferenceId, statusReason, 'half of a write is there');
      this.#stored[writer] = within(statusReason, this.#stored[writer], this.#sent[writer]);
    }
    const created = referrals.filter(({ id }) => !/^(writer|expiring)-/.test(id)).length;
    within(created, this.#created.answered, this.#created.sent);
    this.#created = { sent: created, answered: created };
    const expired = referrals.filter(({ substatus }) => substatus === 'Expired').length;
    const days = Math.floor((Date.parse(timestamp) - began) / dayMs);
    this.#days.sent = this.#days.answered = within(days, this.#days.answered, this.#days.sent);
    assert.equal(expired, days * expiring.each, `${days} days have passed, and not all of their changes are there`);
    agent.destroy();
  }

  /** Sends writes, and kills the sandbox a moment after some of them were answered. */
  async run(url: string, sandbox: ChildProcess, answers: number, delayMs: number): Promise<void> {
    const agent = new Agent({ keepAlive: true });
    const enough = this.answered + answers;
    const answered = (): void => {
      if (++this.answered === enough + 1) setTimeout(() => sandbox.kill('SIGKILL'), delayMs);
    };
    const write = async (writer: number): Promise<void> => {
      const number = ++this.#sent[writer]!;
      const patch = ['statusReason', 'externalReferenceId'].map((name) => ({
        op: 'add',
        path: `/${name}`,
        value: String(number),
      }));
      await send(agent, 'PATCH', `${url}${collection}/writer-${writer}`, patch);
      this.#stored[writer] = number;
      answered();
    };
    const create = async (): Promise<void> => {
      this.#created.sent++;
      await send(agent, 'POST', `${url}${collection}`, {
        type: 'Shared',
        customerProfile: {},
        consent: {},
        details: {},
      });
      this.#created.answered++;
      answered();
    };
    const untilKilled = async (action: () => Promise<void>, times = Infinity): Promise<void> => {
      for (let time = 0; time < times; time++) await action();
    };
    const ends = this.#sent.map((_, writer) => untilKilled(() => write(writer)));
    await Promise.all([...ends, untilKilled(create, 2)].map(endsWithConnection));
    agent.destroy();
  }

  /** Advances the clock, and kills the sandbox meanwhile or soon after. */
  async runClock(url: string, sandbox: ChildProcess, delayMs: number): Promise<void> {
    const agent = new Agent();
    this.#days.sent++;
    setTimeout(() => sandbox.kill('SIGKILL'), delayMs);
    const advancing = send(agent, 'POST', `${url}/_sandbox/clock`, { advanceDays: 1 });
    await endsWithConnection(advancing.then(() => this.#days.answered++));
    agent.destroy();
  }
}

/** A call may fail only since the sandbox was killed. */
async function endsWithConnection(call: Promise<unknown>): Promise<void> {
  await call.catch((error: unknown) => assert.match(String(error), /ECONN|socket|EPIPE/));
}

interface Referral {
  readonly id: string;
  readonly substatus?: string;
  readonly statusReason?: string;
  readonly externalReferenceId?: string;
}

function within(found: string | number | undefined, least: number | undefined, most: number | undefined): number {
  const number = Number(found);
  assert.ok(number >= (least ?? 0) && number <= (most ?? 0), `${found} is there; answered ${least}, sent ${most}`);
  return number;
}

function seedText(began: number): string {
  const own = Array.from({ length: writers }, (_, writer) => ({
    id: `writer-${writer}`,
    status: 'Active',
    substatus: 'Accepted',
    statusReason: '0',
    externalReferenceId: '0',
  }));
  const others = Array.from({ length: expiring.days * expiring.each }, (_, index) => ({
    id: `expiring-${index}`,
    status: 'New',
    substatus: 'Pending',
    expirationDateTime: new Date(began + (1 + Math.floor(index / expiring.each)) * dayMs).toISOString(),
  }));
  return JSON.stringify([...own, ...others]);
}

function send(
  agent: Agent,
  method: string,
  url: string,
  body?: unknown,
): Promise<{ readonly body: string; readonly timestamp: string }> {
  return new Promise((resolve, reject) => {
    const headers = { Authorization: 'Bearer sandbox-admin', 'Content-Type': 'application/json' };
    const sent = request(url, { method, agent, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('error', reject);
      response.on('end', () => {
        if (!response.complete) return reject(new Error('ECONNRESET in the body'));
        if ((response.statusCode ?? 0) >= 300) return reject(new Error(`${response.statusCode} ${text}`));
        resolve({ body: text, timestamp: String(response.headers.timestamp) });
      });
    });
    sent.on('error', reject);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}
