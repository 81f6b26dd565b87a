import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { Descendants } from './descendants.ts';
import { endGroup, endGroupForSure, endWriters, signalGroup } from './processGroup.ts';

/** The command can't be started. The message has the next step. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}

/** Program and arguments; or a line for the shell. */
export type Command = readonly string[] | string;

/** How a run of the command ended. */
export interface CommandEnd {
  /** Undefined if a signal ended it. */
  readonly exitCode: number | undefined;
  readonly signal: NodeJS.Signals | undefined;
}

export interface CommandOptions {
  /** Added to the inherited environment. */
  readonly env: Readonly<Record<string, string>>;
  /** What the command inherits; the environment of this process if left out. */
  readonly inherited?: NodeJS.ProcessEnv;
  /** A value in `env` that no other process has: by it processes are recognized that left the group. */
  readonly mark: string;
  /** The present folder if left out. */
  readonly cwd?: string;
  /** Receives what the command prints, on stdout and stderr. */
  readonly onOutput: (text: string) => void;
}

/** Milliseconds between the request to end and the end by force, and how long the output may stay open after it. */
const graceMs = 1000;
/** Milliseconds until it is looked again who keeps the output open. */
const pauseMs = 50;

/** A run of the user's command, in a process group of its own. */
export class RunningCommand {
  /** When the command and its children have ended, whoever ended them. */
  readonly ended: Promise<CommandEnd>;
  readonly #child: ChildProcess;
  readonly #mark: string;
  readonly #descendants: Descendants;
  #hasEnded = false;
  #leftSomething = false;

  /** A child that `start` has started. */
  constructor(child: ChildProcess, mark: string, descendants: Descendants) {
    this.#child = child;
    this.#mark = mark;
    this.#descendants = descendants;
    const kill = (): void => this.kill();
    // Also when this process ends by an error of its own.
    process.once('exit', kill);
    this.ended = this.#end().finally(() => {
      this.#hasEnded = true;
      this.#descendants.stop();
      process.off('exit', kill);
    });
  }

  /** @throws CommandError */
  static async start(
    command: Command,
    { env, inherited = process.env, mark, cwd, onOutput }: CommandOptions,
  ): Promise<RunningCommand> {
    const child = await spawnGroup(command, { ...inherited, ...env }, cwd);
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', onOutput);
      // A stream that breaks has ended; the command's end is told by its exit.
      stream?.on('error', () => undefined);
    }
    // Before it has time to close its output.
    const descendants = new Descendants(child.pid);
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', (error: NodeJS.ErrnoException) =>
        reject(new CommandError(explain(programOf(command), error, cwd))),
      );
    });
    return new RunningCommand(child, mark, descendants);
  }

  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** It has ended, but something that it started could not be ended. */
  get leftSomething(): boolean {
    return this.#leftSomething;
  }

  /** Ends it with its children: first by request, after a second by force. */
  async end(): Promise<void> {
    if (this.#hasEnded) return;
    this.#descendants.look();
    signalGroup(this.#child, 'SIGTERM');
    const force = setTimeout(() => this.kill(), graceMs);
    try {
      await this.ended;
    } finally {
      clearTimeout(force);
    }
  }

  /** Ends it with its children by force, at once. */
  kill(): void {
    if (!this.#hasEnded) endGroup(this.#child, this.#mark, this.#descendants);
  }

  /** When the command and what it left behind have ended. */
  async #end(): Promise<CommandEnd> {
    const child = this.#child;
    let hasClosed = false;
    const isOpen = (): boolean => !hasClosed;
    const closed = once(child, 'close').then(() => (hasClosed = true));
    const end = await new Promise<CommandEnd>((resolve) => {
      child.once('exit', (code, signal) => resolve({ exitCode: code ?? undefined, signal: signal ?? undefined }));
    });
    // Children that are left would hold the pipes open.
    const areAllEnded = await endGroupForSure(child, this.#mark, this.#descendants);
    for (let waited = 0; isOpen() && waited < graceMs; waited += pauseMs) {
      await Promise.race([closed, wait(pauseMs, undefined, { ref: false })]);
      if (isOpen()) endWriters(this.#descendants);
    }
    this.#leftSomething = !areAllEnded || isOpen();
    if (isOpen()) for (const stream of [child.stdout, child.stderr]) stream?.destroy();
    return end;
  }
}

function programOf(command: Command): string {
  return typeof command === 'string' ? command : (command[0] ?? '');
}

async function spawnGroup(command: Command, env: NodeJS.ProcessEnv, cwd: string | undefined): Promise<ChildProcess> {
  const isWindows = process.platform === 'win32';
  // There, a group of its own would open a window.
  const options: SpawnOptions = { env, stdio: ['ignore', 'pipe', 'pipe'], detached: !isWindows, windowsHide: true };
  if (cwd !== undefined) options.cwd = cwd;
  if (typeof command === 'string') return spawn(command, { ...options, shell: true });
  const [program = '', ...args] = command;
  return isWindows ? spawnOnWindows(program, args, options, cwd) : spawn(program, args, options);
}

/** npm and npx are batch files on Windows, which only a shell starts, and it has rules of its own for arguments. */
async function spawnOnWindows(
  program: string,
  args: readonly string[],
  options: SpawnOptions,
  cwd: string | undefined,
): Promise<ChildProcess> {
  const { default: crossSpawn } = await import('cross-spawn');
  // Its own way to tell that there is no such program begins with a shell that runs.
  const { _parse: parse } = crossSpawn as unknown as { _parse: CrossSpawnParse };
  const { file, ...prepared } = parse(program, [...args], options);
  if (!file) throw new CommandError(explain(program, { name: '', message: '', code: 'ENOENT' }, cwd));
  return spawn(prepared.command, prepared.args, prepared.options);
}

/** Also used by execa. `file`: undefined if there is no such program. */
type CrossSpawnParse = (
  program: string,
  args: string[],
  options: SpawnOptions,
) => { readonly command: string; readonly args: string[]; readonly options: SpawnOptions; readonly file?: string };

function explain(program: string, { code, message }: NodeJS.ErrnoException, cwd: string | undefined): string {
  switch (code) {
    case 'ENOENT':
      return cwd === undefined
        ? `The command can't be started: there is no program "${program}". Write it behind -- as in a terminal, e.g. -- node sync.js.`
        : `The command can't be started: there is no program "${program}", or no folder ${cwd}.`;
    case 'EACCES':
      return `The command can't be started: ${program} is not a program that may be run. Make it executable, or write the interpreter before it, e.g. node ${program}.`;
    default:
      return `The command can't be started: ${message}.`;
  }
}
