import type { StatusBand, TimelineEntry, TimelineLane } from '../../protocol/timeline.ts';

/** An event with the lane that it belongs to. */
export interface TimelineEvent extends TimelineEntry {
  /** A key of `LaneSpec`. */
  readonly lane: string;
}

/** A lane before its events are put on the axis. */
export interface LaneSpec {
  readonly key: string;
  readonly kind: TimelineLane['kind'];
  readonly name: string;
  /** For a referral: its status from these times on, in their order. */
  readonly states?: readonly KnownState[];
}

/** A status that is known to have begun, or to have been there. */
export interface KnownState {
  /** In ms since 1970. */
  readonly at: number;
  readonly label: string | undefined;
  readonly tone: StatusBand['tone'];
}

/** All that a timeline draws. */
export interface TimelineContent {
  readonly lanes: readonly LaneSpec[];
  readonly events: readonly TimelineEvent[];
  /** In ms since 1970, by the clock of the server. */
  readonly now: number;
  /** What is not known, a sentence each. */
  readonly notes: readonly string[];
}
