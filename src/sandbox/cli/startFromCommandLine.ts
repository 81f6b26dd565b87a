import { listening } from './announcement.ts';
import { makeCertificate, type Certificate } from './certificate.ts';
import { readCommandLine, usage } from './commandLine.ts';
import { UsageError } from './usageError.ts';
import { readVersion } from './version.ts';
import { DataFileError } from '../store/dataFileError.ts';
import { freePort } from '../scenarios/freePort.ts';
import { printable } from '../scenarios/printResults.ts';
import { playScenario } from '../scenarios/playScenario.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { SeedError } from '../seed/seed.ts';
import { warnOfSeed } from '../seed/seedWarnings.ts';
import { serveSandbox, type ServedSandbox } from '../http/serveSandbox.ts';

/** Exit code if the sandbox can't start: invalid flags, an unusable seed, an unavailable port. */
const cannotStart = 2;

interface Output {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

/** Starts a sandbox with the arguments of a command line. Returns the running sandbox or an exit code. */
export async function startFromCommandLine(args: string[], { out, err }: Output): Promise<ServedSandbox | number> {
  let certificate: Certificate | undefined;
  try {
    const { print, options, tls, scenario } = readCommandLine(args);
    if (print) {
      out(print === 'help' ? usage : `${readVersion()}\n`);
      return 0;
    }
    certificate = tls ? await makeCertificate(options.allowedHosts ?? []) : undefined;
    const report = (text: string): void => err(`${text}\n`);
    const sandbox = await serveSandbox({ ...options, report, ...(certificate && { tls: certificate }) });
    out(`${listening(sandbox.url)}\n`);
    if (certificate) out(`${certificate.file}\n`);
    const trust = certificate ? `--cacert "${certificate.file}" ` : '';
    const list = `${sandbox.url}/v1.0/engagements/referrals?%24top=3`;
    if (options.seed !== undefined && !scenario) {
      for (const warning of warnOfSeed(options.seed, options.seedName ?? 'The seed')) err(`${printable(warning)}\n`);
    }
    // In Windows PowerShell, curl is another command.
    const curl = process.platform === 'win32' ? 'curl.exe' : 'curl';
    out(`Try: ${curl} ${trust}-H "Authorization: Bearer sandbox-admin" "${list}"\n`);
    if (scenario) void play(scenario, sandbox, { out, err });
    return certificate ? removingAtEnd(sandbox, certificate) : sandbox;
  } catch (error) {
    certificate?.remove();
    err(`${sentence(error)}\n`);
    return cannotStart;
  }
}

async function play(scenario: Scenario, sandbox: ServedSandbox, { out, err }: Output): Promise<void> {
  try {
    const webhookPort = Number(process.env.PARTNER_WEBHOOK_PORT) || (await freePort());
    out(`Playing ${scenario.name} for the token ${scenario.token}, webhook events go to port ${webhookPort}\n`);
    await playScenario(scenario, sandbox, { webhookPort, tell: (line) => out(`${line}\n`) });
  } catch (error) {
    err(`The scenario could not be played: ${String(error)}\n`);
  }
}

function removingAtEnd(sandbox: ServedSandbox, certificate: Certificate): ServedSandbox {
  return {
    ...sandbox,
    close: () => {
      certificate.remove();
      return sandbox.close();
    },
  };
}

function sentence(error: unknown): string {
  if (error instanceof UsageError || error instanceof SeedError || error instanceof DataFileError) return error.message;
  const { code, address, hostname, port } =
    error instanceof Error ? (error as NodeJS.ErrnoException & ListenFailure) : {};
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port ?? ''} is in use. Choose another with --port, leave it out to get a free one, or end the process that listens there.`;
    // Windows reserves ranges of ports; elsewhere those below 1024 need more rights.
    case 'EACCES':
      return `Port ${port ?? ''} is reserved by the system. Choose another with --port, or leave it out to get a free one.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `--host ${address ?? hostname ?? ''} is no address of this machine. In a container use --host 0.0.0.0.`;
    default:
      return `The sandbox could not start: ${String(error)}`;
  }
}

/** What Node.js adds to an error of listening. */
interface ListenFailure {
  readonly address?: string;
  /** If it has no address. */
  readonly hostname?: string;
  readonly port?: number;
}
