import { createHash, randomUUID } from 'node:crypto';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { whyNotInstalled } from './installationFailures.ts';
import { bytesDownloadedInto } from './npm.ts';
import { onInterrupt } from './processes.ts';
import { downloaded, Progress, type Screen } from './progress.ts';

/** Something that is installed once for all checkouts of this machine. */
export interface Installation {
  /** As a person would call it. */
  readonly what: string;
  /** Its folder in the cache. A changed recipe has to change it: see {@link nameOf}. */
  readonly name: string;
  /** About how much is downloaded for it. */
  readonly megabytes: number;
  /** What a person can do instead, to go on with "or ". */
  readonly instead?: string;
  /** Makes the folder somewhere below the workshop, and settles with its path. */
  make(workshop: Workshop): Promise<string>;
}

/** Where something is made; it is removed afterwards, whatever came of it. */
export interface Workshop {
  readonly path: string;
  /** npm's cache while this lasts: its size is what was downloaded, and nothing of it stays. */
  readonly npmCache: string;
  /** Shows what is done now that nothing is downloaded. */
  say(step: string): void;
}

const manifestName = 'installed.json';
const second = 1_000;
const day = 24 * 60 * 60 * second;
/** A workshop is marked as used every second; one that was not for so long belonged to a process that was killed. */
const abandonedAfter = 10 * 60 * second;
/** Other checkouts may have another recipe, so what this one does not use may be in use all the same. */
const unusedAfter = 30 * day;

export function cacheFolder(): string {
  return join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'partner-referrals');
}

/** A name that changes with the recipe and the kind of machine: a cache may be shared by checkouts and by machines. */
export function nameOf(what: string, recipe: unknown): string {
  const digest = createHash('sha256').update(JSON.stringify(recipe)).digest('hex').slice(0, 8);
  return `${what}-${process.platform}-${process.arch}-${digest}`;
}

/** The folder of an installation that is complete; makes it first where there is none. */
export async function provide(
  installation: Installation,
  { cache = cacheFolder(), screen = process.stderr }: { cache?: string; screen?: Screen } = {},
): Promise<string> {
  const folder = join(cache, installation.name);
  // Before it is looked at, so that nobody removes it after that.
  markUsed(join(folder, manifestName));
  removeLeftovers(cache, folder);
  if (isComplete(folder)) return folder;
  const progress = new Progress(screen);
  try {
    mkdirSync(cache, { recursive: true });
    await install(installation, cache, folder, progress);
    progress.end(`Installed ${installation.what} into ${folder}.`);
  } catch (error) {
    progress.end();
    throw whyNotInstalled(installation, cache, error);
  }
  return folder;
}

async function install(installation: Installation, cache: string, folder: string, progress: Progress): Promise<void> {
  const path = mkdtempSync(join(cache, 'installing-'));
  const stopWatching = onInterrupt(() => {
    progress.end();
    rmSync(path, { recursive: true, force: true });
  });
  const npmCache = join(path, 'npm-cache');
  let step = '';
  const show = (text: string) => progress.show(`Installing ${installation.what}: ${text}`);
  const stopShowing = repeatedly(async () => {
    markUsed(path);
    show(step || downloaded(await bytesDownloadedInto(npmCache), installation.megabytes));
  });
  try {
    const say = (next: string) => {
      step = next;
      show(step);
    };
    const made = await installation.make({ path, npmCache, say });
    writeManifest(made);
    moveInto(made, folder, cache);
  } finally {
    await stopShowing();
    stopWatching();
    rmSync(path, { recursive: true, force: true });
  }
}

function repeatedly(work: () => Promise<void>): () => Promise<void> {
  let last = work();
  let busy = false;
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    last = work().finally(() => (busy = false));
  }, second);
  return () => {
    clearInterval(timer);
    return last;
  };
}

/** Written last: a folder is complete when every file that it had then is there with the size that it had then. */
function writeManifest(folder: string): void {
  const files: Record<string, number> = {};
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isDirectory()) continue;
    const path = join(entry.parentPath, entry.name);
    files[path.slice(folder.length + 1)] = lstatSync(path).size;
  }
  writeFileSync(join(folder, manifestName), JSON.stringify({ files }));
}

export function isComplete(folder: string): boolean {
  try {
    const { files } = JSON.parse(readFileSync(join(folder, manifestName), 'utf8')) as { files: Record<string, number> };
    return Object.entries(files).every(
      ([path, size]) => lstatSync(join(folder, path), { throwIfNoEntry: false })?.size === size,
    );
  } catch {
    return false;
  }
}

function moveInto(made: string, folder: string, cache: string): void {
  try {
    renameSync(made, folder);
  } catch (error) {
    // Another process was quicker; its folder is as good as this one.
    if (isComplete(folder)) return;
    if (!existsSync(folder)) throw error;
    discard(folder, cache);
    renameSync(made, folder);
  }
}

/** Renames first, so that nobody finds a folder that is half removed. */
function discard(folder: string, cache: string): void {
  const discarded = join(cache, `removing-${randomUUID()}`);
  renameSync(folder, discarded);
  rmSync(discarded, { recursive: true, force: true });
}

function removeLeftovers(cache: string, wanted: string): void {
  if (!existsSync(cache)) return;
  for (const name of readdirSync(cache)) {
    const folder = join(cache, name);
    try {
      if (name.startsWith('installing-') || name.startsWith('removing-')) {
        if (ageOf(folder) > abandonedAfter) rmSync(folder, { recursive: true, force: true });
      } else if (folder !== wanted && ageOf(join(folder, manifestName)) > unusedAfter) {
        discard(folder, cache);
      }
    } catch {
      // Somebody else is at it. It is in nobody's way.
    }
  }
}

/** 0 for what is not there, e.g. the manifest in a folder that is not ours. */
function ageOf(path: string): number {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats ? Date.now() - stats.mtimeMs : 0;
}

function markUsed(path: string): void {
  try {
    utimesSync(path, new Date(), new Date());
  } catch {
    // A cache that may only be read.
  }
}
