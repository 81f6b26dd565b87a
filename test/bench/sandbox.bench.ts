/**
 * The sandbox beside json-server 0.17 and a bare HTTP server, on the same referrals, on the same machine, in the same
 * run. Alone:
 *
 *     node test/bench/sandbox.bench.ts [--count N] [--seconds N] [--json-server PATH]
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { parseFilter } from '../../src/sandbox/filter/parseFilter.ts';
import { ListEndpoint } from '../../src/sandbox/list/listEndpoint.ts';
import { generateReferrals } from '../../src/sandbox/sample/sample.ts';
import { ReferralStore } from '../../src/sandbox/store/store.ts';

export interface SandboxBench {
  readonly referrals: number;
  readonly megabytes: number;
  /** Milliseconds from starting the process to its first answer. */
  readonly startMs: { readonly sandbox: number; readonly jsonServer: number; readonly sandboxGenerated: number };
  /** Resident memory of the process after the load, in MB. */
  readonly memoryMb: { readonly sandbox: number; readonly jsonServer: number };
  readonly getById: Comparison;
  /** GET by id beside a server that only looks the same bytes up in a Map. */
  readonly getByIdBare: BareComparison;
  /** Two equalities, the first 100 of what they find. */
  readonly filteredList: Comparison;
  /** The same list when it isn't remembered, in this process. */
  readonly newList: NewList;
}

/** Requests per second, the better of two rounds each. */
interface Comparison {
  readonly sandbox: number;
  readonly jsonServer: number;
  readonly ratio: number;
}

/** Requests per second and microseconds of CPU time of the server for each, of the better of two rounds each. */
interface BareComparison {
  readonly sandbox: Load;
  readonly bare: Load;
  /** By requests per second. */
  readonly ratio: number;
  /** By CPU time, which other processes of the machine disturb less. */
  readonly cpuRatio: number;
}

interface Load {
  readonly perSecond: number;
  readonly cpuMicroseconds: number;
}

interface NewList {
  readonly milliseconds: number;
  /** How much of it is reading the filter, with the check of names and types. */
  readonly filterMilliseconds: number;
  readonly share: number;
}

interface Options {
  readonly count?: number;
  /** How long each round loads a server; there are twelve. */
  readonly seconds?: number;
  /** Path of json-server's `lib/cli/bin.js`; the installed package's when absent. */
  readonly jsonServer?: string;
}

export async function measureSandbox(options: Options = {}): Promise<SandboxBench> {
  const { count = 100_000, seconds = 3, jsonServer = findJsonServer() } = options;
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-bench-'));
  const running: Server[] = [];
  try {
    const ids = await writeData(folder, count);
    const sandbox = await startSandbox('--seed', join(folder, 'seed.json'));
    running.push(sandbox);
    const other = await startJsonServer(jsonServer, join(folder, 'db.json'));
    running.push(other);

    const oneOf = <T>(items: readonly T[], index: number): T => items[index % items.length] as T;
    // A prime step, so that neither server sees neighbours or the same referral soon again.
    const idAt = (index: number): string => oneOf(ids, index * 7919);
    const statuses = ['New', 'Active', 'Closed'];
    const countries = ['US', 'DE', 'ES', 'JP', 'CH', 'NL', 'GB'];
    const queryAt = (index: number): [status: string, country: string] => [
      oneOf(statuses, index),
      oneOf(countries, Math.floor(index / statuses.length)),
    ];
    const getById = await compare(
      seconds,
      () => load(sandbox, seconds, (index) => `/v1.0/engagements/referrals/${idAt(index)}`),
      () => load(other, seconds, (index) => `/referrals/${idAt(index)}`),
    );
    const bare = await startBareServer(join(folder, 'seed.json'));
    running.push(bare);
    const getByIdBare = await compareWithBare(sandbox, bare, (server) =>
      load(server, seconds, (index) => `/v1.0/engagements/referrals/${idAt(index)}`),
    );
    const filteredList = await compare(
      seconds,
      () =>
        load(sandbox, seconds, (index) => {
          const [status, country] = queryAt(index);
          const filter = `status eq '${status}' and customerProfile/address/country eq '${country}'`;
          return `/v1.0/engagements/referrals?$filter=${encodeURIComponent(filter)}`;
        }),
      () =>
        load(other, seconds, (index) => {
          const [status, country] = queryAt(index);
          return `/referrals?status=${status}&customerProfile.address.country=${country}&_limit=100`;
        }),
    );
    const memoryMb = { sandbox: residentMb(sandbox), jsonServer: residentMb(other) };
    await stop(running);
    const generated = await startSandbox('--count', String(count));
    running.push(generated);
    return {
      referrals: count,
      megabytes: Math.round(statSync(join(folder, 'seed.json')).size / 1e6),
      startMs: { sandbox: sandbox.startMs, jsonServer: other.startMs, sandboxGenerated: generated.startMs },
      memoryMb,
      getById,
      getByIdBare,
      filteredList,
      newList: measureNewList(count),
    };
  } finally {
    await stop(running);
    rmSync(folder, { recursive: true });
  }
}

function findJsonServer(): string {
  return createRequire(import.meta.url).resolve('json-server/lib/cli/bin.js');
}

/** The same referrals for both: an array as seed, a collection as json-server's database. */
async function writeData(folder: string, count: number): Promise<string[]> {
  const ids: string[] = [];
  // Flushed to the disk, so that the first server to start does not wait for that.
  const open = (name: string) => createWriteStream(join(folder, name), { flush: true });
  const files = [open('seed.json'), open('db.json')] as const;
  files[0].write('[');
  files[1].write('{"referrals":[');
  for (const { id, value } of generateReferrals(count, Date.parse('2026-06-15T12:00:00Z'), true)) {
    const text = (ids.length > 0 ? ',\n' : '') + JSON.stringify(value);
    for (const file of files) if (!file.write(text)) await once(file, 'drain');
    ids.push(id);
  }
  files[0].end(']');
  files[1].end(']}');
  await Promise.all(files.map((file) => once(file, 'close')));
  return ids;
}

interface Server {
  readonly process: ChildProcess;
  readonly url: string;
  readonly startMs: number;
}

async function startSandbox(...args: string[]): Promise<Server> {
  const startedAt = performance.now();
  const process_ = spawn(process.execPath, ['src/sandbox/cli/cli.ts', ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(createInterface(process_.stdout), 'line')) as [string];
  const url = line.slice(line.indexOf('http://'));
  await fetch(`${url}/_sandbox/health`);
  return { process: process_, url, startMs: Math.round(performance.now() - startedAt) };
}

async function startBareServer(seed: string): Promise<Server> {
  const startedAt = performance.now();
  const process_ = spawn(process.execPath, ['test/bench/bareServer.ts', seed], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [url] = (await once(createInterface(process_.stdout), 'line')) as [string];
  return { process: process_, url, startMs: Math.round(performance.now() - startedAt) };
}

async function startJsonServer(bin: string, data: string): Promise<Server> {
  const port = 30_000 + (process.pid % 20_000);
  const url = `http://127.0.0.1:${port}`;
  const startedAt = performance.now();
  const args = [bin, '--quiet', '--host', '127.0.0.1', '--port', String(port), data];
  const process_ = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  for (;;) {
    if (process_.exitCode !== null) throw new Error('json-server ended; is the path right?');
    const answered = await fetch(`${url}/referrals?_limit=1`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (answered) return { process: process_, url, startMs: Math.round(performance.now() - startedAt) };
  }
}

async function stop(servers: Server[]): Promise<void> {
  for (const { process: process_ } of servers.splice(0)) {
    const ended = once(process_, 'exit');
    if (process_.kill('SIGTERM')) await ended;
  }
}

async function compare(
  seconds: number,
  sandbox: () => Promise<number>,
  jsonServer: () => Promise<number>,
): Promise<Comparison> {
  // Taking turns, so that a moment in which the machine is busy does not meet one of them only.
  const rounds = [await sandbox(), await jsonServer(), await sandbox(), await jsonServer()];
  const best = (...values: (number | undefined)[]): number => Math.max(...values.map((value) => value ?? 0));
  const [ours, theirs] = [best(rounds[0], rounds[2]), best(rounds[1], rounds[3])];
  if (seconds <= 0 || theirs === 0) throw new Error('Nothing was measured');
  return {
    sandbox: Math.round(ours),
    jsonServer: Math.round(theirs * 10) / 10,
    ratio: Math.round((ours / theirs) * 10) / 10,
  };
}

async function compareWithBare(
  sandbox: Server,
  bare: Server,
  run: (server: Server) => Promise<number>,
): Promise<BareComparison> {
  const measure = async (server: Server): Promise<Load> => {
    const [startedAt, cpuBefore] = [performance.now(), cpuSeconds(server)];
    const perSecond = await run(server);
    const requests = (perSecond * (performance.now() - startedAt)) / 1000;
    return { perSecond, cpuMicroseconds: ((cpuSeconds(server) - cpuBefore) * 1e6) / requests };
  };
  const rounds: Load[] = [];
  for (const server of [sandbox, bare, sandbox, bare]) rounds.push(await measure(server));
  const best = (offset: number): Load => {
    const own = rounds.filter((_, index) => index % 2 === offset);
    return {
      perSecond: Math.round(Math.max(...own.map(({ perSecond }) => perSecond))),
      cpuMicroseconds: Math.round(Math.min(...own.map(({ cpuMicroseconds }) => cpuMicroseconds)) * 10) / 10,
    };
  };
  const [ours, theirs] = [best(0), best(1)];
  return {
    sandbox: ours,
    bare: theirs,
    ratio: Math.round((ours.perSecond / theirs.perSecond) * 100) / 100,
    cpuRatio: Math.round((theirs.cpuMicroseconds / ours.cpuMicroseconds) * 100) / 100,
  };
}

/** Every query is another, so that no list is remembered. */
function measureNewList(count: number): NewList {
  const incoming = generateReferrals(count, Date.parse('2026-06-15T12:00:00Z'), true);
  const items = Array.from(incoming, ({ id, value }) => ({ id, text: JSON.stringify(value), origin: 'seed' as const }));
  const endpoint = new ListEndpoint(new ReferralStore(items), { pageSize: 100, quirks: true });
  const filterAt = (index: number): string =>
    `status eq 'New' and customerProfile/address/country eq 'US' and createdDateTime gt 2020-01-01T00:00:00.${index}Z`;
  const timeOf = (run: (index: number) => unknown, times: number): number => {
    for (let index = 0; index < times; index++) run(times + index);
    const startedAt = performance.now();
    for (let index = 0; index < times; index++) run(index);
    return (performance.now() - startedAt) / times;
  };
  const address = 'http://x/v1.0/engagements/referrals?$filter=';
  const page = (index: number): string =>
    endpoint.page(new URL(address + encodeURIComponent(filterAt(index))), { role: 'admin' }).body;
  const milliseconds = timeOf(page, 200);
  const filterMilliseconds = timeOf((index) => parseFilter(filterAt(index)), 20_000);
  return { milliseconds, filterMilliseconds, share: Math.round((filterMilliseconds / milliseconds) * 1e4) / 1e4 };
}

/** Requests per second over 8 connections that are kept alive; every answer is read and must be a 200 with content. */
async function load(server: Server, seconds: number, pathAt: (index: number) => string): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: 8 });
  const headers = { Authorization: 'Bearer sandbox-admin' };
  let next = 0;
  let done = 0;
  const startedAt = performance.now();
  const endsAt = startedAt + seconds * 1000;
  const worker = async (): Promise<void> => {
    while (performance.now() < endsAt) {
      await request(server.url + pathAt(next++), agent, headers);
      done++;
    }
  };
  await Promise.all(Array.from({ length: 8 }, worker));
  agent.destroy();
  return (done * 1000) / (performance.now() - startedAt);
}

function request(url: string, agent: Agent, headers: Record<string, string>): Promise<void> {
  return new Promise((resolve, reject) => {
    get(url, { agent, headers }, (response) => {
      let bytes = 0;
      response.on('data', (chunk: Buffer) => (bytes += chunk.length));
      response.on('end', () => {
        if (response.statusCode === 200 && bytes > 1000) resolve();
        else reject(new Error(`${url} answered ${response.statusCode} with ${bytes} bytes`));
      });
    }).on('error', reject);
  });
}

/** User and system time of a process, from /proc; 0 where there is none. */
function cpuSeconds({ process: { pid } }: Server): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    // In hundredths of a second on every Linux that Node runs on.
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return 0;
  }
}

/** From /proc; 0 where there is none. */
function residentMb({ process: { pid } }: Server): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
  } catch {
    return 0;
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { values } = parseArgs({
    options: { count: { type: 'string' }, seconds: { type: 'string' }, 'json-server': { type: 'string' } },
  });
  const result = await measureSandbox({
    ...(values.count !== undefined && { count: Number(values.count) }),
    ...(values.seconds !== undefined && { seconds: Number(values.seconds) }),
    ...(values['json-server'] !== undefined && { jsonServer: values['json-server'] }),
  });
  process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
}
