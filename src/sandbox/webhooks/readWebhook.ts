import { isObject, type Json, type JsonObject } from '../../base/json.ts';
import { closestName } from '../../referral/rules/closestName.ts';
import { invalidRequest } from '../http/requestRefusal.ts';
import { unknownMember } from '../http/resetSeed.ts';
import { isLoopback } from './loopback.ts';
import { eventNames, type EventName } from './webhookEvent.ts';

/** How events are delivered. */
export interface Behaviour {
  /** Each event is delivered twice. */
  readonly duplicate: boolean;
  /** In another order than that of the writes. */
  readonly shuffle: boolean;
  /** With a signature of other bytes. */
  readonly badSignature: boolean;
  /** Milliseconds between the write and the first attempt. */
  readonly delayMs: number;
}

export interface Webhook {
  readonly url: string;
  readonly events: readonly EventName[];
  readonly behaviour: Behaviour;
}

const longestDelay = 600_000;
const flags = ['duplicate', 'shuffle', 'badSignature'] as const;

/**
 * Reads the body of a registration.
 * @param own the address of the sandbox, which can't be its own receiver
 * @param anyHost take also addresses of other machines
 * @throws RequestRefusal 400
 */
export function readWebhook(input: Json | undefined, own: URL, anyHost: boolean): Webhook {
  if (!isObject(input)) throw invalidRequest(`Send {"url": "${exampleUrl}"}: the address of your receiver.`, 'url');
  checkMembers(input, ['url', 'events', 'behaviour']);
  return {
    url: readUrl(input.url, own, anyHost),
    events: input.events === undefined ? eventNames : readEvents(input.events),
    behaviour: readBehaviour(input.behaviour ?? {}),
  };
}

/** @throws RequestRefusal 400 for another text or value, with the name that was probably meant */
export function readEventName(input: Json, place: string): EventName {
  const known = eventNames.find((name) => name === input);
  if (known) return known;
  const meant = typeof input === 'string' ? closestName(input, eventNames) : undefined;
  const hint = meant === undefined ? `There are ${eventNames.join(', ')}.` : `Did you mean "${meant}"?`;
  throw invalidRequest(`There is no event ${JSON.stringify(input)}. ${hint}`, place);
}

const exampleUrl = 'http://127.0.0.1:7071/webhook';

function readUrl(input: Json | undefined, own: URL, anyHost: boolean): string {
  const url = typeof input === 'string' && URL.canParse(input) ? new URL(input) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) {
    const what = input === undefined ? 'is missing' : 'is not an http or https address';
    throw invalidRequest(`"url" ${what}. Send the address of your receiver, such as ${exampleUrl}.`, 'url');
  }
  if (url.username !== '' || url.password !== '') {
    throw invalidRequest('"url" has a user name or password. Leave them out: the signature is the proof.', 'url');
  }
  if (!anyHost && !isLoopback(url)) {
    throw invalidRequest(
      `"url" is on ${url.hostname}, and events are sent to this machine only. Use 127.0.0.1, localhost or [::1], or start the sandbox with --host.`,
      'url',
    );
  }
  if (portOf(url) === portOf(own) && (url.hostname === own.hostname || (isLoopback(url) && isLoopback(own)))) {
    throw invalidRequest('"url" is the sandbox itself. Send the address of your receiver.', 'url');
  }
  return url.href;
}

function portOf({ port, protocol }: URL): string {
  return port || (protocol === 'https:' ? '443' : '80');
}

function readEvents(input: Json): readonly EventName[] {
  if (!Array.isArray(input) || input.length === 0) {
    throw invalidRequest(`"events" must be a list of at least one of ${eventNames.join(', ')}.`, 'events');
  }
  return [...new Set(input.map((name) => readEventName(name, 'events')))];
}

function readBehaviour(input: Json): Behaviour {
  if (!isObject(input)) throw invalidRequest('"behaviour" must be an object such as {"duplicate": true}.', 'behaviour');
  checkMembers(input, [...flags, 'delayMs']);
  for (const name of flags) {
    const value = input[name];
    if (value !== undefined && typeof value !== 'boolean') {
      throw invalidRequest(`"${name}" must be true or false.`, `behaviour.${name}`);
    }
  }
  const { delayMs = 0 } = input;
  if (typeof delayMs !== 'number' || delayMs < 0 || delayMs > longestDelay) {
    throw invalidRequest(`"delayMs" must be milliseconds from 0 to ${longestDelay}.`, 'behaviour.delayMs');
  }
  const { duplicate, shuffle, badSignature } = input;
  return {
    duplicate: duplicate === true,
    shuffle: shuffle === true,
    badSignature: badSignature === true,
    delayMs,
  };
}

/** @throws RequestRefusal 400 for a member that isn't known */
export function checkMembers(input: JsonObject, known: readonly string[]): void {
  const unknown = Object.keys(input).find((name) => !known.includes(name));
  if (unknown !== undefined) throw unknownMember(unknown, known);
}
