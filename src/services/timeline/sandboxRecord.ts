import { isObject, member, text, type Json, type JsonObject } from '../../base/json.ts';
import type { Finding } from '../../sandbox/coach/findings.ts';
import { entryOfSandbox, type CallEntry } from '../calls/callEntry.ts';
import { readCalls, readFindings } from '../calls/readTraffic.ts';

/** What a sandbox tells of the past, as its control plane lists it. Times are in ms since 1970, by the sandbox's clock. */
export interface SandboxRecord {
  readonly now: number;
  readonly calls: readonly CallEntry[];
  readonly deliveries: readonly SandboxDelivery[];
  readonly findings: readonly Finding[];
  readonly changes: readonly SandboxChange[];
  readonly advances: readonly ClockAdvance[];
  /** Numbers of calls and changes that the sandbox has forgotten. */
  readonly forgotten: { readonly calls: number; readonly changes: number };
  /** False for a sandbox that doesn't list changes. */
  readonly hasChanges: boolean;
}

export interface SandboxDelivery {
  readonly at: number;
  readonly id: string;
  readonly event: string;
  /** Lower case. */
  readonly referral: string;
  readonly url: string;
  readonly attempt: number;
  readonly status: number | undefined;
  readonly durationMs: number | undefined;
}

export interface SandboxChange {
  readonly at: number;
  /** Lower case. */
  readonly referral: string;
  readonly by: string;
  readonly requestId: string | undefined;
  readonly caller: string | undefined;
  /** Undefined if the referral was created. */
  readonly before: SandboxStatus | undefined;
  readonly after: SandboxStatus;
  /** JSON pointers. */
  readonly paths: readonly string[];
}

export interface SandboxStatus {
  readonly status: string | undefined;
  readonly substatus: string | undefined;
}

export interface ClockAdvance {
  /** What the clock showed afterwards. */
  readonly at: number;
  readonly from: number;
}

/** The bodies of the control plane's responses; undefined for what the sandbox doesn't have. */
export interface SandboxBodies {
  readonly calls: Json;
  readonly findings: Json;
  readonly deliveries: Json | undefined;
  readonly changes: Json | undefined;
}

/**
 * Reads what can be read: the sandbox may be of another version, and entries without a time are left out.
 * @param now in ms since 1970, by the sandbox's clock
 */
export function readSandboxRecord(now: number, bodies: SandboxBodies): SandboxRecord {
  const { calls, deliveries, findings, changes } = bodies;
  return {
    now,
    calls: readCalls(calls).map(entryOfSandbox),
    deliveries: itemsOf(deliveries, 'deliveries', readDelivery),
    findings: readFindings(findings),
    changes: itemsOf(changes, 'changes', readChange),
    advances: itemsOf(changes, 'advances', readAdvance),
    forgotten: {
      calls: numberOf(member(calls, 'dropped')) ?? 0,
      changes: numberOf(member(changes, 'dropped')) ?? 0,
    },
    hasChanges: changes !== undefined,
  };
}

function itemsOf<T>(body: Json | undefined, name: string, read: (item: JsonObject) => T | undefined): T[] {
  const items = member(body, name);
  if (!Array.isArray(items)) return [];
  return items.flatMap((item) => (isObject(item) ? (read(item) ?? []) : []));
}

function readDelivery(item: JsonObject): SandboxDelivery | undefined {
  const at = timeOf(item.time);
  const id = text(item.id);
  if (at === undefined || id === undefined) return undefined;
  return {
    at,
    id,
    event: text(item.event) ?? '',
    referral: text(item.referral)?.toLowerCase() ?? '',
    url: text(item.url) ?? '',
    attempt: numberOf(item.attempt) ?? 1,
    status: numberOf(item.status),
    durationMs: numberOf(item.durationMs),
  };
}

function readChange(item: JsonObject): SandboxChange | undefined {
  const at = timeOf(item.time);
  const referral = text(item.referral)?.toLowerCase();
  if (at === undefined || referral === undefined) return undefined;
  return {
    at,
    referral,
    by: text(item.by) ?? '',
    requestId: text(item.requestId),
    caller: text(item.caller),
    before: isObject(item.before) ? statusOf(item.before) : undefined,
    after: statusOf(item.after),
    paths: textsOf(item.paths),
  };
}

function readAdvance(item: JsonObject): ClockAdvance | undefined {
  const [at, from] = [timeOf(item.time), timeOf(item.from)];
  return at === undefined || from === undefined ? undefined : { at, from };
}

function statusOf(value: Json | undefined): SandboxStatus {
  return { status: text(member(value, 'status')), substatus: text(member(value, 'substatus')) };
}

function textsOf(value: Json | undefined): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

function numberOf(value: Json | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

function timeOf(value: Json | undefined): number | undefined {
  const at = Date.parse(text(value) ?? '');
  return Number.isNaN(at) ? undefined : at;
}
