import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serveSandbox } from '../http/serveSandbox.ts';
import type { Space } from '../http/space.ts';
import { RunningCommand, type Command } from './command.ts';
import { countCalls, judge } from './expectations.ts';
import { freePort } from './freePort.ts';
import { describePattern } from './patterns.ts';
import { Play } from './play.ts';
import type { Failure, ScenarioResult } from './result.ts';
import { sandboxOptions } from './sandboxOptions.ts';
import type { Placed, Scenario, Step } from './scenario.ts';

export interface RunOptions {
  readonly command: Command;
  /** For each run of the command. */
  readonly timeoutSeconds: number;
  /** What the person changes for more time, as messages name it; `--timeout` if left out. */
  readonly timeoutOption?: string;
  /** The environment that the command inherits; that of this process if left out. */
  readonly inherited?: NodeJS.ProcessEnv;
  /** Where the command runs; the present folder if left out. */
  readonly cwd?: string;
  /** Ends the command with its children; `runScenario` rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Keep headers and bodies of calls in the result. */
  readonly recordBodies?: boolean;
  /** Something that the command started could not be ended with it. */
  readonly onLeft?: () => void;
  /** Receives what the command prints. */
  readonly onOutput?: (text: string) => void;
  /** A step begins. */
  readonly onStep?: (step: Placed<Step>) => void;
}

/** What the command is told (docs/verify.md). */
interface RunEnvironment {
  readonly PARTNER_API_URL: string;
  readonly PARTNER_API_TOKEN: string;
  readonly PARTNER_WEBHOOK_PORT: string;
  readonly PARTNER_STATE_FOLDER: string;
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
  const time = { isOver: false, leftSomething: false };
  const environment: RunEnvironment = {
    PARTNER_API_URL: served.url,
    PARTNER_API_TOKEN: scenario.token,
    PARTNER_WEBHOOK_PORT: String(webhookPort),
    PARTNER_STATE_FOLDER: stateFolder,
  };
  let running: RunningCommand | undefined;
  const interrupt = (): void => void running?.end();
  signal?.addEventListener('abort', interrupt);
  const startClient = async (): Promise<RunningCommand> => {
    const command = await RunningCommand.start(options.command, {
      env: { ...environment },
      mark: stateFolder,
      onOutput: (text) => output.add(text),
      ...(options.inherited && { inherited: options.inherited }),
      ...(options.cwd !== undefined && { cwd: options.cwd }),
    });
    running = command;
    if (signal?.aborted) interrupt();
    const limit = setTimeout(() => {
      time.isOver = true;
      void command.end();
    }, timeoutSeconds * 1000);
    void command.ended.then(() => {
      clearTimeout(limit);
      if (!command.leftSomething) return;
      time.leftSomething = true;
      options.onLeft?.();
    });
    return command;
  };
  try {
    const play = new Play(scenario, {
      space,
      url: new URL(served.url),
      startClient,
      webhookPort,
      isOver: () => time.isOver || (signal?.aborted ?? false),
      ...(options.onStep && { onStep: options.onStep }),
    });
    const problem = await play.perform();
    signal?.throwIfAborted();
    // Where no step waits for its end, a server for example may be ended by the time limit.
    const stopped = time.isOver && !play.outlasts ? tellTimeout(scenario, options, time.leftSomething) : problem;
    return {
      scenario,
      ...conclude(scenario, space, play, stopped),
      calls: space.calls.list(),
      findings: space.coach.list(),
      ends: play.ends,
      output: withoutChance(output.text, environment),
      durationMs: performance.now() - startedAt,
    };
  } finally {
    signal?.removeEventListener('abort', interrupt);
    await running?.end();
    await served.close();
    await removeFolder(stateFolder);
  }
}

/** On Windows, a folder that a process has just left can't be removed for a moment. One that stays changes no verdict. */
async function removeFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }).catch(() => undefined);
}

/** Without what differs from run to run, so that equal runs give equal reports: ports, and the folder. */
function withoutChance(output: string, env: RunEnvironment): string {
  const number = (port: string): RegExp => new RegExp(`(?<![\\w.])${port}(?!\\w)`, 'g');
  return (
    output
      .replaceAll(env.PARTNER_API_URL, '$PARTNER_API_URL')
      .replaceAll(env.PARTNER_STATE_FOLDER, '$PARTNER_STATE_FOLDER')
      .replace(number(env.PARTNER_WEBHOOK_PORT), '$$PARTNER_WEBHOOK_PORT')
      .replace(number(new URL(env.PARTNER_API_URL).port), 'PORT')
      // The end of the connection that the command chose, as errors of Node.js tell it.
      .replace(/\blocalPort: \d+/g, 'localPort: PORT')
  );
}

function tellTimeout(
  { steps }: Scenario,
  { timeoutSeconds, timeoutOption = '--timeout' }: Pick<RunOptions, 'timeoutSeconds' | 'timeoutOption'>,
  leftSomething: boolean,
): Failure {
  const run = steps.findLast(({ kind }) => kind === 'run');
  const ended = leftSomething ? leftRunning : 'so it was ended with its children';
  const message = `The command didn't end within ${timeoutSeconds} s, ${ended}. Let it end by itself, raise ${timeoutOption}, or stop it with the step { "run": "stop" }.`;
  return { range: run?.range ?? beginning, message };
}

const leftRunning = 'so it was ended, but something that it started still runs: end it yourself';

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
  const { ends, received, wasStopped, written } = play;
  const outcome = { space, ends, received, wasStopped, written };
  const failures = scenario.expect.flatMap((expectation) => judge(expectation, outcome) ?? []);
  return { verdict: failures.length === 0 ? 'passed' : 'failed', failures };
}

/** Why the scenario says nothing about the command, as a sentence. */
function unmetNeed({ needs }: Scenario, space: Space, play: Play): string | undefined {
  if (play.unmet !== undefined) return play.unmet;
  if (needs?.kind === 'call' && countCalls(space, needs.call) === 0) {
    return `The command makes no ${describePattern(needs.call, 1)}.`;
  }
  if (needs?.kind === 'receiver' && space.webhooks.log.list().every(({ status }) => status === null)) {
    return 'The command answers no webhook event at PARTNER_WEBHOOK_PORT.';
  }
  return undefined;
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
