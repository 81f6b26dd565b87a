import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** How often it is looked for processes that a command has started, in milliseconds. */
const lookEveryMs = 250;

/**
 * The processes that a command has started, also those that left its group and got another environment: they are noticed
 * while the process that started them runs, or hold the command's output open. Who does not, and whose parent ends
 * before it is looked for them, is never found. None where there is no /proc.
 */
export class Descendants {
  /** Start times by pid, since the system gives a pid to another process later. */
  readonly #known = new Map<number, string>();
  /** What the command was given as stdout and stderr, by the system's names. */
  readonly #outputs: readonly string[];
  readonly #timer: NodeJS.Timeout | undefined;

  /** @param root the pid of the command, which has just been started */
  constructor(root: number | undefined) {
    const command = root === undefined || !hasProc() ? undefined : readProcess(root);
    this.#outputs = command ? ['1', '2'].flatMap((fd) => outputOf(command.pid, fd) ?? []) : [];
    if (!command) return;
    this.#known.set(command.pid, command.startedAt);
    this.#timer = setInterval(() => this.look(), lookEveryMs).unref();
  }

  /** Looks for new ones. */
  look(): void {
    if (this.#timer === undefined) return;
    const all = readProcesses();
    const left = all.filter(({ pid, startedAt }) => this.#known.get(pid) === startedAt);
    this.#known.clear();
    const parents = new Map(left.map((each) => [each.pid, each]));
    // Each one is after its parent in few rounds, since pids grow.
    for (let size = -1; size !== parents.size;) {
      size = parents.size;
      for (const each of all) if (parents.has(each.parent)) parents.set(each.pid, each);
    }
    for (const { pid, startedAt } of parents.values()) this.#known.set(pid, startedAt);
  }

  /** Those that still run of the ones that were seen. */
  running(): readonly number[] {
    const isSame = ([pid, startedAt]: [number, string]): boolean => readProcess(pid)?.startedAt === startedAt;
    return [...this.#known].filter(isSame).map(([pid]) => pid);
  }

  /** Those that can write to the command's output, seen or not. It takes long to find them. */
  writers(): readonly number[] {
    if (this.#outputs.length === 0) return [];
    const isOutput = (pid: number) => (fd: string) => this.#outputs.includes(outputOf(pid, fd) ?? '');
    return pids().filter((pid) => pid !== process.pid && namesIn(`/proc/${pid}/fd`).some(isOutput(pid)));
  }

  /** No longer looks for new ones. */
  stop(): void {
    clearInterval(this.#timer);
  }
}

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly startedAt: string;
}

function hasProc(): boolean {
  return process.platform === 'linux';
}

function pids(): readonly number[] {
  return namesIn('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

function readProcesses(): readonly Process[] {
  return pids().flatMap((pid) => readProcess(pid) ?? []);
}

/** Undefined for one that has ended, also if nobody has asked for its exit code yet. */
function readProcess(pid: number): Process | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The name of the program, in parentheses, may have any characters.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [state = '', parent = ''] = fields;
    return 'ZXx'.includes(state) ? undefined : { pid, parent: Number(parent), startedAt: fields[19] ?? '' };
  } catch {
    return undefined;
  }
}

/** The socket or pipe that is open under this number. */
function outputOf(pid: number, fd: string): string | undefined {
  try {
    const target = readlinkSync(`/proc/${pid}/fd/${fd}`);
    return /^(socket|pipe):/.test(target) ? target : undefined;
  } catch {
    return undefined;
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    // It has ended, or belongs to somebody else.
    return [];
  }
}
