import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serveSandbox, type ServeOptions } from '../http/serveSandbox.ts';
import type { Space } from '../http/space.ts';
import { readSeed } from '../seed/seed.ts';
import { RunningCommand } from './command.ts';
import { countCalls, judge } from './expectations.ts';
import { describePattern } from './patterns.ts';
import { Play } from './play.ts';
import type { Failure, ScenarioResult } from './result.ts';
import type { Placed, Scenario, Step } from './scenario.ts';

export interface RunOptions {
  /** Program and arguments. */
  readonly command: readonly string[];
  /** For each run of the command. */
  readonly timeoutSeconds: number;
  /** Where the command runs; the present folder if left out. */
  readonly cwd?: string;
  /** Ends the command with its children; `runScenario` rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Keep headers and bodies of calls in the result. */
  readonly recordBodies?: boolean;
  /** Receives what the command prints. */
  readonly onOutput?: (text: string) => void;
  /** A step begins. */
  readonly onStep?: (step: Placed<Step>) => void;
}

/**
 * Runs a command against a scenario, in a sandbox of its own on 127.0.0.1. Nothing of it is left running.
 * @throws CommandError if the command can't be started
 */
export async function runScenario(scenario: Scenario, options: RunOptions): Promise<ScenarioResult> {
  const { signal, timeoutSeconds } = options;
  signal?.throwIfAborted();
  const startedAt = performance.now();
  const output = new Output(options.onOutput);
  const served = await serveSandbox({
    ...sandboxOptions(scenario),
    recordBodies: options.recordBodies ?? false,
    report: (text) => output.add(`${text}\n`),
  });
  const space = served.sandbox.spaceOf(`Bearer ${scenario.token}`);
  const webhookPort = await freePort();
  const stateFolder = mkdtempSync(join(tmpdir(), 'partner-verify-'));
  let timedOut = false;
  let running: RunningCommand | undefined;
  const interrupt = (): void => void running?.end();
  signal?.addEventListener('abort', interrupt);
  const startClient = async (): Promise<RunningCommand> => {
    const command = await RunningCommand.start(options.command, {
      env: {
        PARTNER_API_URL: served.url,
        PARTNER_API_TOKEN: scenario.token,
        PARTNER_WEBHOOK_PORT: String(webhookPort),
        PARTNER_STATE_FOLDER: stateFolder,
      },
      mark: stateFolder,
      onOutput: (text) => output.add(text),
      ...(options.cwd !== undefined && { cwd: options.cwd }),
    });
    running = command;
    if (signal?.aborted) interrupt();
    const limit = setTimeout(() => {
      timedOut = true;
      void command.end();
    }, timeoutSeconds * 1000);
    void command.ended.then(() => clearTimeout(limit));
    return command;
  };
  try {
    const play = new Play(scenario, {
      space,
      startClient,
      webhookPort,
      isOver: () => timedOut || (signal?.aborted ?? false),
      ...(options.onStep && { onStep: options.onStep }),
    });
    const problem = await play.perform();
    signal?.throwIfAborted();
    const stopped = timedOut ? tellTimeout(scenario, timeoutSeconds) : problem;
    return {
      scenario,
      ...conclude(scenario, space, play, stopped),
      calls: space.calls.list(),
      findings: space.findings.list(),
      ends: play.ends,
      output: output.text.replaceAll(served.url, '$PARTNER_API_URL'),
      durationMs: performance.now() - startedAt,
    };
  } finally {
    signal?.removeEventListener('abort', interrupt);
    await running?.end();
    rmSync(stateFolder, { recursive: true, force: true });
    await served.close();
  }
}

/** What the sandbox of a scenario is started with. */
export function sandboxOptions({ seed, count, file }: Scenario): ServeOptions {
  if (seed === undefined) return { count: count ?? 0 };
  const begin = latestChange(seed);
  const startedAt = performance.now();
  return {
    seed,
    seedName: file,
    // The dates of a seed stand still, so the clock must not be another one each time that the scenario is run.
    ...(begin !== undefined && { now: () => begin + (performance.now() - startedAt) }),
  };
}

/** Milliseconds since 1970; undefined if the seed has no dates. */
function latestChange(seed: string): number | undefined {
  const times = [...readSeed(seed)].flatMap(({ value: { createdDateTime, updatedDateTime } }) =>
    [createdDateTime, updatedDateTime].map((time) => (typeof time === 'string' ? Date.parse(time) : NaN)),
  );
  return times
    .filter((time) => !Number.isNaN(time))
    .reduce<number | undefined>((a, b) => Math.max(a ?? b, b), undefined);
}

function tellTimeout({ steps }: Scenario, seconds: number): Failure {
  const run = steps.findLast(({ kind }) => kind === 'run');
  const message = `The command didn't end within ${seconds} s, so it was ended with its children. Let it end by itself, or raise --timeout.`;
  return { range: run?.range ?? beginning, message };
}

const beginning = { start: { line: 1, column: 1 }, end: { line: 1, column: 1 } };

function conclude(
  scenario: Scenario,
  space: Space,
  play: Play,
  stopped: Failure | undefined,
): Pick<ScenarioResult, 'verdict' | 'failures' | 'reason'> {
  if (stopped) return { verdict: 'failed', failures: [stopped] };
  const reason = unmetNeed(scenario, space, play);
  if (reason !== undefined) return { verdict: 'skipped', failures: [], reason };
  const outcome = { space, ends: play.ends, written: play.written };
  const failures = scenario.expect.flatMap((expectation) => judge(expectation, outcome) ?? []);
  return { verdict: failures.length === 0 ? 'passed' : 'failed', failures };
}

/** Why the scenario says nothing about the command, as a sentence. */
function unmetNeed({ needs }: Scenario, space: Space, play: Play): string | undefined {
  if (play.isArmed) return 'The command makes no PATCH or PUT.';
  if (needs?.kind === 'call' && countCalls(space, needs.call) === 0) {
    return `The command makes no ${describePattern(needs.call, 1)}.`;
  }
  return undefined;
}

/** A port on which nobody listens now. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** What the command prints; the beginning is dropped when it gets long. */
class Output {
  text = '';
  readonly #onOutput: ((text: string) => void) | undefined;

  constructor(onOutput: ((text: string) => void) | undefined) {
    this.#onOutput = onOutput;
  }

  add(text: string): void {
    this.#onOutput?.(text);
    this.text = (this.text + text).slice(-keptCharacters);
  }
}

const keptCharacters = 65_536;
