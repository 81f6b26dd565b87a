import { sandboxToken } from '../../services/connection/sandboxConnection.ts';
import { sandboxCommands, valueCommands } from '../names.ts';
import type { SandboxDeps } from './registerSandbox.ts';
import { sendWebhook } from './sendWebhook.ts';
import { advanceClock, arrive, copyToken, copyUrl, injectFault, reset, start, stop } from './steering.ts';

/** Each resolves with a text for the status bar, or undefined when the person cancelled. */
type SandboxAction = (deps: SandboxDeps, given: readonly unknown[]) => Promise<string | undefined>;

export const sandboxActions: Readonly<Record<(typeof sandboxCommands)[keyof typeof sandboxCommands], SandboxAction>> = {
  [sandboxCommands.startSandbox]: start,
  [sandboxCommands.stopSandbox]: stop,
  [sandboxCommands.copySandboxUrl]: copyUrl,
  [sandboxCommands.copySandboxToken]: copyToken,
  [sandboxCommands.injectSandboxFault]: injectFault,
  [sandboxCommands.resetSandbox]: reset,
  [sandboxCommands.advanceSandboxClock]: advanceClock,
  [sandboxCommands.arriveReferral]: arrive,
  [sandboxCommands.sendWebhook]: sendWebhook,
};

/** What a program that is about to be started needs. The sandbox runs when they resolve; the connection stays as it is. */
export const sandboxValues: Readonly<
  Record<(typeof valueCommands)[keyof typeof valueCommands], (deps: SandboxDeps) => Promise<string>>
> = {
  [valueCommands.sandboxUrl]: ({ sandbox }) => sandbox.url(),
  [valueCommands.sandboxToken]: async ({ sandbox }) => {
    await sandbox.url();
    return sandboxToken;
  },
};
