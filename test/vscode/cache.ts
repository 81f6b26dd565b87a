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

/** Something that is installed once for all checkouts on this machine. */
export interface Installation {
  /** Its name in messages. */
  readonly what: string;
  /** Its folder in the cache. The name must change with the recipe, see {@link nameOf}. */
  readonly name: string;
  /** Approximate size of the download, in MB. */
  readonly megabytes: number;
  /** An alternative for the user, to continue a sentence after "or ". */
  readonly instead?: string;
  /** Creates the folder inside the temporary folder and resolves with its path. */
  make(temporary: InstallationFolder): Promise<string>;
}

/** A temporary folder for an installation. It is removed afterwards, also after a failure. */
export interface InstallationFolder {
  readonly path: string;
  /** npm's cache during the installation: its size is the progress of the download, and it is removed afterwards. */
  readonly npmCache: string;
  /** Shows the current step after the download. */
  say(step: string): void;
}

const manifestName = 'installed.json';
const second = 1_000;
const day = 24 * 60 * 60 * second;
/** A temporary folder is marked as used every second. If it wasn't for this long, its process was killed. */
const orphanedAfter = 10 * 60 * second;
/** Folders that no checkout has used for this long are removed. Other checkouts may have another recipe. */
const unusedAfter = 30 * day;

export function cacheFolder(): string {
  return join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'partner-referrals');
}

/**
 * Returns a name that changes with the recipe and the kind of machine, since checkouts and machines may share a cache.
 */
export function nameOf(what: string, recipe: unknown): string {
  const digest = createHash('sha256').update(JSON.stringify(recipe)).digest('hex').slice(0, 8);
  return `${what}-${process.platform}-${process.arch}-${digest}`;
}

/** Returns the folder of a complete installation. Installs it if necessary. */
export async function provide(
  installation: Installation,
  { cache = cacheFolder(), screen = process.stderr }: { cache?: string; screen?: Screen } = {},
): Promise<string> {
  const folder = join(cache, installation.name);
  // Marked before it is checked, so that no other process removes it afterwards.
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

/** Writes the manifest last: a folder is complete if each file in the manifest exists with its size. */
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
    // Another process finished first. Its folder is equivalent.
    if (isComplete(folder)) return;
    if (!existsSync(folder)) throw error;
    discard(folder, cache);
    renameSync(made, folder);
  }
}

/** Renames the folder before removing it, so that no process finds a partly removed one. */
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
        if (ageOf(folder) > orphanedAfter) rmSync(folder, { recursive: true, force: true });
      } else if (folder !== wanted && ageOf(join(folder, manifestName)) > unusedAfter) {
        discard(folder, cache);
      }
    } catch {
      // Another process is using or removing it. It does no harm.
    }
  }
}

/** Returns the age of a file, in ms. 0 if it doesn't exist, e.g. the manifest in a folder of another origin. */
function ageOf(path: string): number {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats ? Date.now() - stats.mtimeMs : 0;
}

function markUsed(path: string): void {
  try {
    utimesSync(path, new Date(), new Date());
  } catch {
    // The cache is read-only.
  }
}
