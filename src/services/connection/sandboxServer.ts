import { readFile } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { ApiError } from '../../api/failure.ts';
import { t } from '../../base/l10n.ts';
import type { Traffic } from '../../sandbox/http/traffic.ts';
import { decodeSeed } from '../../sandbox/seed/decodeSeed.ts';
import type { SandboxSettings, WorkspaceFolder } from './sandboxConnection.ts';

export interface SandboxServer {
  readonly url: string;
  /** Undefined if it runs elsewhere. */
  readonly traffic?: Traffic;
  close(): Promise<void>;
}

/** Returns the running sandbox at the URL in the settings, or starts one in this process. */
export async function sandboxServer(settings: SandboxSettings): Promise<SandboxServer> {
  return settings.url === ''
    ? startOwn(settings)
    : { url: loopbackOrigin(settings.url), close: () => Promise.resolve() };
}

async function startOwn(settings: SandboxSettings): Promise<SandboxServer> {
  const { port, count, strict = false, lenient = false } = settings;
  const seed =
    count === undefined ? await readSeedFile(resolveSeedFile(settings.seedFile, settings.folder)) : { count };
  const { serveSandbox } = await import('../../sandbox/http/serveSandbox.ts');
  try {
    return await serveSandbox({ port, strict, lenient, ...seed, recordBodies: true, recordedCharacters });
  } catch (error) {
    const reason = reasonOf(error, settings.port);
    throw new ApiError({ kind: 'sandbox', reason }, { cause: error });
  }
}

function reasonOf(error: unknown, port: number): string {
  switch (error instanceof Error && 'code' in error ? error.code : undefined) {
    case 'EADDRINUSE':
      return t('Port {0} is in use. Set partnerReferrals.sandbox.port to another one, or to 0 for any free one.', port);
    // Windows reserves ranges of ports; elsewhere those below 1024 need more rights.
    case 'EACCES':
      return t(
        'Port {0} is reserved by the system. Set partnerReferrals.sandbox.port to another one, or to 0 for any free one.',
        port,
      );
    default:
      return error instanceof Error ? error.message : t('It could not be started.');
  }
}

/** For all calls together: the memory is that of the window's extensions. */
const recordedCharacters = 8 * 1024 * 1024;

/**
 * Resolves the path in the setting. `${workspaceFolder}` and relative paths refer to the first folder. If that isn't on
 * this machine's disk, as in a virtual workspace, the path is returned unchanged, and the sandbox fails to start with
 * it.
 */
export function resolveSeedFile(setting: string, folder: WorkspaceFolder | undefined): string {
  if (setting === '' || folder?.scheme !== 'file') return setting;
  const path = setting.replaceAll('${workspaceFolder}', folder.fsPath);
  return isAbsolute(path) ? path : join(folder.fsPath, path);
}

async function readSeedFile(path: string): Promise<{ seed: string | Buffer; seedName: string } | undefined> {
  if (path === '') return undefined;
  if (!isAbsolute(path)) {
    const reason = t(
      'The seed file {0} is in the workspace’s folder, and there is no such folder on the disk of the machine where the extension runs. Set an absolute path in partnerReferrals.sandbox.seedFile, or clear it for sample data.',
      path,
    );
    throw new ApiError({ kind: 'sandbox', reason });
  }
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (error) {
    const reason = t(
      'The seed file {0} can’t be read. Change partnerReferrals.sandbox.seedFile, or clear it for sample data.',
      path,
    );
    throw new ApiError({ kind: 'sandbox', reason }, { cause: error });
  }
  const seed = decodeSeed(bytes);
  if (seed !== undefined) return { seed, seedName: path };
  const reason = t('The seed file {0} is not UTF-8 text. Save it as UTF-8 and try again.', path);
  throw new ApiError({ kind: 'sandbox', reason });
}

/** Returns the origin of a sandbox's URL. Throws an `ApiError` if the host is not a loopback address. */
export function loopbackOrigin(address: string): string {
  const refuse = (reason: string): never => {
    throw new ApiError({ kind: 'sandbox', reason: `${reason} ${t('Change partnerReferrals.sandbox.url.')}` });
  };
  let url: URL;
  try {
    url = new URL(address.trim());
  } catch {
    return refuse(t('The address of the sandbox is not a URL such as http://127.0.0.1:8080.'));
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    return refuse(t('The sandbox URL must start with http:// or https://.'));
  // `URL` has normalized all spellings of an address, e.g. 127.1 and 0x7f000001.
  if (!/^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname)) {
    return refuse(t('A sandbox must run on this machine: localhost, 127.0.0.1 or [::1].'));
  }
  return url.origin;
}
