import { ApiError } from '../../api/failure.ts';
import { t } from '../../base/l10n.ts';
import type { Finding } from '../../sandbox/coach/findings.ts';
import type { Call } from '../../sandbox/http/callLog.ts';
import { isExtension } from '../calls/callers.ts';
import type { SandboxChoices } from './sandboxConnection.ts';
import { loopbackOrigin } from './sandboxServer.ts';

export { eventNames } from '../../sandbox/webhooks/webhookEvent.ts';
export { listening, starting } from '../../sandbox/cli/announcement.ts';

/** A task that runs the sandbox. */
export interface SandboxTask {
  readonly choices: SandboxChoices;
  /** Addresses that get the events of all referrals. */
  readonly webhooks: readonly string[];
}

/**
 * Reads a task of tasks.json.
 * @throws ApiError if a property can't be used; the reason says which
 */
export function readSandboxTask(definition: Readonly<Record<string, unknown>>): SandboxTask {
  const { port, count, seed, strict, lenient, webhooks } = definition;
  if (seed !== undefined && count !== undefined) {
    throw refused(t('The task has both seed and count: the seed says how many referrals there are. Leave one out.'));
  }
  if (strict === true && lenient === true) {
    throw refused(t('The task has both strict and lenient: one refuses what the other lets pass. Leave one out.'));
  }
  const choices = {
    ...given('port', port === undefined ? undefined : whole('port', port, 65_535)),
    ...given('count', count === undefined ? undefined : whole('count', count, 1_000_000)),
    ...given('seedFile', seed === undefined ? undefined : words('seed', seed)),
    ...given('strict', strict === undefined ? undefined : yesOrNo('strict', strict)),
    ...given('lenient', lenient === undefined ? undefined : yesOrNo('lenient', lenient)),
  };
  const receivers = webhooks === undefined ? [] : Array.isArray(webhooks) ? (webhooks as unknown[]) : [webhooks];
  return { choices, webhooks: receivers.map((each) => readReceiver(words('webhooks', each))) };
}

/**
 * The address of a receiver of webhooks.
 * @throws ApiError unless it is on this machine
 */
export function readReceiver(address: string): string {
  try {
    loopbackOrigin(address);
  } catch {
    throw refused(t('A receiver of webhooks has an address on this machine such as http://127.0.0.1:7071/events.'));
  }
  return new URL(address.trim()).href;
}

/** A line for what happened in the sandbox. Undefined for what is not worth one: calls that run, and the extension's own. */
export function lineFor(change: Call | Finding | undefined): string | undefined {
  if (!change) return undefined;
  // Those that follow are counted in the view of calls.
  if ('rule' in change)
    return change.count === 1 ? printable(`${change.severity} ${change.rule}: ${change.message}`) : undefined;
  const { method, path, status, duration, caller, time } = change;
  if (duration === null || isExtension(change)) return undefined;
  return printable(`${time.slice(11, 23)} ${method} ${path} ${status ?? '-'} ${Math.round(duration)} ms ${caller}`);
}

/** Without characters that a terminal takes as commands. */
export function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, ' ');
}

function given<K extends string, V>(name: K, value: V | undefined): { [P in K]?: V } {
  return value === undefined ? {} : ({ [name]: value } as { [P in K]?: V });
}

function whole(name: string, value: unknown, most: number): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= most) return value;
  throw refused(t('The task’s {0} must be a whole number from 0 to {1}.', name, most));
}

function words(name: string, value: unknown): string {
  if (typeof value === 'string' && value.trim() !== '') return value;
  throw refused(t('The task’s {0} must be a text.', name));
}

function yesOrNo(name: string, value: unknown): boolean {
  if (typeof value === 'boolean') return value;
  throw refused(t('The task’s {0} must be true or false.', name));
}

function refused(reason: string): ApiError {
  return new ApiError({ kind: 'sandbox', reason });
}
