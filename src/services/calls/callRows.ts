import type { Finding } from '../../sandbox/coach/findings.ts';
import type { Call } from '../../sandbox/http/callLog.ts';
import { entryOfSandbox, entryOfWindow, type CallEntry } from './callEntry.ts';
import { callerKey, callersOf, isExtension } from './callers.ts';
import type { SandboxState } from './sandboxCalls.ts';
import type { WindowCall } from './windowCalls.ts';

export type SectionId = 'findings' | 'sandbox' | 'window';

/** The rows of the view. `id` is unique in it and stays the same while the row is about the same. */
export type CallRow =
  | {
      readonly kind: 'section';
      readonly id: SectionId;
      /** Undefined if it is not known. */
      readonly count: number | undefined;
      /** Where the sandbox is. */
      readonly origin?: string | undefined;
    }
  | FindingRow
  | SingleCallRow
  | { readonly kind: 'note'; readonly id: string; readonly note: Note }
  | { readonly kind: 'more'; readonly id: string; readonly section: SectionId; readonly left: number };

export interface FindingRow {
  readonly kind: 'finding';
  readonly id: string;
  readonly finding: Finding;
  /** Without those that the sandbox no longer lists; newest first. None below a call. */
  readonly calls: readonly CallEntry[];
}

export interface SingleCallRow {
  readonly kind: 'call';
  readonly id: string;
  readonly call: CallEntry;
  readonly findings: readonly Finding[];
  /** Whether its findings are rows below it. */
  readonly expandable: boolean;
}

/** What stands in place of calls that there are none of. */
export type Note =
  | 'noCalls'
  | 'copyUrl'
  | 'copyToken'
  | 'noMatches'
  | 'allCallers'
  | 'stopped'
  | 'start'
  | 'loading'
  | 'failed'
  | 'refresh'
  | 'setting';

export interface CallFacts {
  readonly sandbox: SandboxState;
  /** Oldest first. */
  readonly window: readonly WindowCall[];
  /** The key of the only caller to show; undefined: all but the extension itself. */
  readonly caller: string | undefined;
}

const severities = ['error', 'warning', 'info'] as const;
const firstRows = 200;

/** What the view shows at one moment. Made anew after each change. */
export class CallRows {
  readonly #facts: CallFacts;
  readonly #shown: Readonly<Partial<Record<SectionId, number>>>;
  readonly #all: readonly Call[];
  /** Of the callers that are shown. */
  readonly #listed: readonly Call[];
  readonly #findings: readonly Finding[];
  #findingsOf: ReadonlyMap<string, readonly Finding[]> | undefined;
  #byRequestId: ReadonlyMap<string, Call> | undefined;
  #byClientRequestId: ReadonlyMap<string, Call> | undefined;

  /** @param shown how many calls more than at first a section shows */
  constructor(facts: CallFacts, shown: Readonly<Partial<Record<SectionId, number>>> = {}) {
    this.#facts = facts;
    this.#shown = shown;
    const { sandbox, caller } = facts;
    this.#all = sandbox.kind === 'ready' ? sandbox.calls : [];
    this.#listed = this.#all.filter((call) => (caller === undefined ? !isExtension(call) : callerKey(call) === caller));
    this.#findings = sandbox.kind === 'ready' ? sandbox.findings.filter((finding) => this.#isShown(finding)) : [];
  }

  /** Nothing to show: the view has its welcome content then. */
  get isEmpty(): boolean {
    const { sandbox, window, caller } = this.#facts;
    const count = this.#listed.length + this.#findings.length + window.length;
    return count === 0 && caller === undefined && sandbox.kind !== 'failed';
  }

  /** Where the sandbox is; undefined if that is not known. */
  get origin(): string | undefined {
    const { sandbox } = this.#facts;
    return 'origin' in sandbox ? sandbox.origin : undefined;
  }

  /** Why the sandbox doesn't tell its calls. */
  get failure(): unknown {
    const { sandbox } = this.#facts;
    return sandbox.kind === 'failed' ? sandbox.error : undefined;
  }

  /** All callers, also those that are not shown. */
  callers(): ReturnType<typeof callersOf> {
    return callersOf(this.#all);
  }

  top(): CallRow[] {
    if (this.isEmpty) return [];
    const { sandbox, window } = this.#facts;
    return [
      ...(this.#findings.length > 0
        ? [{ kind: 'section', id: 'findings', count: this.#findings.length } as const]
        : []),
      {
        kind: 'section',
        id: 'sandbox',
        count: sandbox.kind === 'ready' ? this.#listed.length : undefined,
        origin: this.origin,
      },
      ...(window.length > 0 ? [{ kind: 'section', id: 'window', count: window.length } as const] : []),
    ];
  }

  below(row: CallRow): CallRow[] {
    if (row.kind === 'finding') return row.calls.map((call) => this.#callRow(row.id, call, false));
    if (row.kind === 'call') {
      return row.findings.map((finding) => ({
        kind: 'finding',
        id: `${row.id}/${findingId(finding)}`,
        finding,
        calls: [],
      }));
    }
    if (row.kind !== 'section') return [];
    switch (row.id) {
      case 'findings':
        return this.#findingRows();
      case 'sandbox':
        return this.#sandboxRows();
      case 'window':
        return this.#callRows('window', this.#facts.window, (call) => this.#windowEntry(call));
    }
  }

  /** Numbers of the findings that are shown, by severity. */
  severities(): Readonly<Record<Finding['severity'], number>> {
    const count = { error: 0, warning: 0, info: 0 };
    for (const { severity } of this.#findings) count[severity]++;
    return count;
  }

  /** @param key of a `CallEntry` */
  find(key: string): CallEntry | undefined {
    const listed = this.#requested().get(key);
    if (listed) return entryOfSandbox(listed);
    const own = this.#facts.window.find(({ number }) => `window-${number}` === key);
    return own && this.#windowEntry(own);
  }

  findingsOf({ requestId }: Pick<CallEntry, 'requestId'>): readonly Finding[] {
    if (requestId === undefined) return [];
    this.#findingsOf ??= groupByCall(this.#findings);
    return this.#findingsOf.get(requestId) ?? [];
  }

  #findingRows(): CallRow[] {
    const order = (finding: Finding): number => severities.indexOf(finding.severity);
    return this.#findings
      .toSorted((one, other) => order(one) - order(other))
      .map((finding) => {
        const listed = finding.calls.map((id) => this.#requested().get(id)).filter((call) => call !== undefined);
        const calls = listed.reverse().map(entryOfSandbox);
        return { kind: 'finding', id: `findings/${findingId(finding)}`, finding, calls };
      });
  }

  #sandboxRows(): CallRow[] {
    const { sandbox, caller } = this.#facts;
    const notes = (...all: Note[]): CallRow[] => all.map((note) => ({ kind: 'note', id: note, note }));
    switch (sandbox.kind) {
      case 'stopped':
        return notes('stopped', 'start');
      case 'loading':
        return notes('loading');
      case 'failed':
        return notes('failed', 'refresh', 'setting');
      case 'ready':
        if (this.#listed.length > 0) return this.#callRows('sandbox', this.#listed, entryOfSandbox);
        return caller === undefined ? notes('noCalls', 'copyUrl', 'copyToken') : notes('noMatches', 'allCallers');
    }
  }

  /** The newest first. */
  #callRows<T>(section: SectionId, all: readonly T[], entryOf: (item: T) => CallEntry): CallRow[] {
    const count = firstRows + (this.#shown[section] ?? 0);
    const rows = all
      .slice(-count)
      .reverse()
      .map((item) => this.#callRow(section, entryOf(item), true));
    const left = all.length - rows.length;
    return left > 0 ? [...rows, { kind: 'more', id: `${section}/more`, section, left }] : rows;
  }

  #callRow(parent: string, call: CallEntry, mayExpand: boolean): CallRow {
    const findings = this.findingsOf(call);
    const expandable = mayExpand && findings.length > 0;
    return { kind: 'call', id: `${parent}/${call.key}`, call, findings, expandable };
  }

  #windowEntry(own: WindowCall): CallEntry {
    const { clientRequestId } = own.call;
    const isListed = own.connection === 'sandbox' && clientRequestId !== undefined;
    return entryOfWindow(own, isListed ? this.#clientRequested().get(clientRequestId) : undefined);
  }

  /** A finding that only the extension's own calls caused is not the user's. */
  #isShown(finding: Finding): boolean {
    const { caller } = this.#facts;
    const calls = finding.calls.map((id) => this.#requested().get(id)).filter((call) => call !== undefined);
    if (caller !== undefined) return calls.some((call) => callerKey(call) === caller);
    return calls.length === 0 || calls.some((call) => !isExtension(call));
  }

  #requested(): ReadonlyMap<string, Call> {
    return (this.#byRequestId ??= new Map(this.#all.map((call) => [call.requestId, call])));
  }

  #clientRequested(): ReadonlyMap<string, Call> {
    return (this.#byClientRequestId ??= new Map(this.#all.map((call) => [call.clientRequestId ?? '', call])));
  }
}

/** How many rows more a section shows each time it is asked to. */
export const rowsMore = 1000;

/** Findings are joined by these, so they tell them apart. */
function findingId({ rule, message, caller }: Finding): string {
  return JSON.stringify([rule, message, caller]);
}

function groupByCall(findings: readonly Finding[]): ReadonlyMap<string, readonly Finding[]> {
  const found = new Map<string, Finding[]>();
  for (const finding of findings) {
    for (const id of finding.calls) {
      const known = found.get(id);
      if (known) known.push(finding);
      else found.set(id, [finding]);
    }
  }
  return found;
}
