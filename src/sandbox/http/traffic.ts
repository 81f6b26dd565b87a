import type { Event } from '../../base/event.ts';
import type { Finding } from '../coach/findings.ts';
import type { Call } from './callLog.ts';
import type { Space } from './space.ts';

/** Calls and findings of a sandbox, for the program that serves it: the same as its control plane lists, without HTTP. */
export interface Traffic {
  /** Oldest first. A call that runs changes in place. */
  calls(): readonly Call[];
  findings(): readonly Finding[];
  clear(): void;
  /** A call that began or ended, a finding that was added or counted; undefined if all were cleared. */
  readonly onDidChange: Event<Call | Finding | undefined>;
}

export function trafficOf({ calls, coach }: Space): Traffic {
  return {
    calls: () => calls.list(),
    findings: () => coach.list(),
    clear() {
      calls.clear();
      coach.clear();
    },
    onDidChange(listener) {
      const listening = [calls.onDidChange((change) => listener(change?.call)), coach.onDidChange(listener)];
      return { dispose: () => listening.forEach((each) => each.dispose()) };
    },
  };
}
