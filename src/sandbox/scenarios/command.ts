import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { endGroup, endGroupForSure, signalGroup } from './processGroup.ts';

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

/** Milliseconds between the request to end and the end by force. */
const graceMs = 1000;

/** A run of the user's command, in a process group of its own. */
export class RunningCommand {
  /** When the command and its children have ended, whoever ended them. */
  readonly ended: Promise<CommandEnd>;
  readonly #child: ChildProcess;
  readonly #mark: string;
  #hasEnded = false;

  /** A child that `start` has started. */
  constructor(child: ChildProcess, mark: string, ended: Promise<CommandEnd>) {
    this.#child = child;
    this.#mark = mark;
    const kill = (): void => this.kill();
    // Also when this process ends by an error of its own.
    process.once('exit', kill);
    this.ended = ended.finally(() => {
      this.#hasEnded = true;
      process.off('exit', kill);
    });
  }

  /** @throws CommandError */
  static async start(
    command: Command,
    { env, inherited = process.env, mark, cwd, onOutput }: CommandOptions,
  ): Promise<RunningCommand> {
    const child = spawnGroup(command, { ...inherited, ...env }, cwd);
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', onOutput);
      // A stream that breaks has ended; the command's end is told by its exit.
      stream?.on('error', () => undefined);
    }
    const ended = endOf(child, mark);
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', (error: NodeJS.ErrnoException) =>
        reject(new CommandError(explain(programOf(command), error, cwd))),
      );
    });
    return new RunningCommand(child, mark, ended);
  }

  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** Ends it with its children: first by request, after a second by force. */
  async end(): Promise<void> {
    if (this.#hasEnded) return;
    signalGroup(this.#child, 'SIGTERM');
    const force = setTimeout(() => endGroup(this.#child, this.#mark), graceMs);
    try {
      await this.ended;
    } finally {
      clearTimeout(force);
    }
  }

  /** Ends it with its children by force, at once. */
  kill(): void {
    if (!this.#hasEnded) endGroup(this.#child, this.#mark);
  }
}

function programOf(command: Command): string {
  return typeof command === 'string' ? command : (command[0] ?? '');
}

function spawnGroup(command: Command, env: NodeJS.ProcessEnv, cwd: string | undefined): ChildProcess {
  const options: SpawnOptions = { env, stdio: ['ignore', 'pipe', 'pipe'], detached: true };
  if (cwd !== undefined) options.cwd = cwd;
  const isWindows = process.platform === 'win32';
  if (typeof command === 'string') return spawn(command, { ...options, detached: !isWindows, shell: true });
  const [program = '', ...args] = command;
  if (!isWindows) return spawn(program, args, options);
  // npm and npx are batch files there, which only a shell starts. A new group would open a window.
  const quote = (text: string): string => (/[\s"&|<>^]/.test(text) ? `"${text.replaceAll('"', '\\"')}"` : text);
  return spawn([program, ...args].map(quote).join(' '), { ...options, detached: false, shell: true });
}

/** When the command and what it left behind have ended. */
async function endOf(child: ChildProcess, mark: string): Promise<CommandEnd> {
  const closed = new Promise((resolve) => child.once('close', resolve));
  const end = await new Promise<CommandEnd>((resolve) => {
    child.once('exit', (code, signal) => resolve({ exitCode: code ?? undefined, signal: signal ?? undefined }));
  });
  // Children that are left would hold the pipes open.
  await endGroupForSure(child, mark);
  await closed;
  return end;
}

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
