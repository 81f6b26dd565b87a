/**
 * Messages between the extension host and the page of a timeline. The host sends states, the page sends intents, and each
 * intent gets one response, also if it fails. Texts are in the reader's language; all of them are shown as text.
 */
import type { CommonIntent, ConnectionId, PanelFailure } from './panel.ts';

/** What happened. Each kind has a mark of its own shape, since colors alone tell nothing to some readers. */
export type EventKind =
  | 'created'
  /** The status changed. */
  | 'moved'
  | 'changed'
  /** This window received another version than before. */
  | 'seen'
  | 'read'
  | 'list'
  | 'write'
  /** A call that was refused or got no response. */
  | 'failed'
  | 'delivered'
  | 'undelivered'
  | 'clock'
  | 'expiry'
  | 'close';

/** A property of an event, e.g. the path of a call. */
export interface EventFact {
  readonly label: string;
  readonly value: string;
}

export interface TimelineEntry {
  /** Unique on the page, and the same after a refresh. */
  readonly id: string;
  readonly kind: EventKind;
  /** In ms since 1970, by the clock of the server. */
  readonly at: number;
  /** True for a date whose time of day means nothing; its day is that of UTC. */
  readonly isDay: boolean;
  /** A sentence. */
  readonly title: string;
  readonly facts: readonly EventFact[];
  /** Messages of the sandbox's findings about a call. */
  readonly findings: readonly string[];
  /** The referral that the event is about. */
  readonly referral: string | undefined;
}

/** One or several events at a place of a lane, in the order of time. */
export interface TimelineMark {
  /** The column's number, from 0. */
  readonly column: number;
  /** Of the most important event. */
  readonly kind: EventKind;
  readonly entries: readonly TimelineEntry[];
}

/** A status for as long as it lasted. */
export interface StatusBand {
  /** Number of the column in which it begins, and of the one in which it ends. */
  readonly from: number;
  readonly to: number;
  /** In words. */
  readonly label: string;
  readonly tone: 'waiting' | 'active' | 'good' | 'bad' | 'plain';
}

export interface TimelineLane {
  readonly key: string;
  readonly kind: 'referral' | 'calls' | 'webhooks' | 'clock';
  readonly name: string;
  readonly bands: readonly StatusBand[];
  readonly marks: readonly TimelineMark[];
}

/**
 * A place on the axis. Distances are not to scale: a day without events would push all others out of sight.
 */
export interface TimelineColumn {
  /** In CSS pixels from the start of the axis, if the drawing has its least width. */
  readonly x: number;
  /** The time of its first event, in ms since 1970. */
  readonly at: number;
  /** The time that passed since the column before, in ms, where it is long enough to be written between the two. */
  readonly gap: number | undefined;
}

export interface TimelineDrawing {
  /** The least width, in CSS pixels. */
  readonly width: number;
  readonly columns: readonly TimelineColumn[];
  /** Number of the column that stands for the time of the drawing. What comes after it is expected. */
  readonly now: number;
  readonly lanes: readonly TimelineLane[];
}

export interface TimelineState {
  readonly connection: ConnectionId;
  /** The referral that the timeline was opened for. */
  readonly id: string;
  readonly title: string;
  /** Undefined until it was loaded. */
  readonly drawing: TimelineDrawing | undefined;
  /** What is not known or not drawn, a sentence each. */
  readonly notes: readonly string[];
  readonly refreshing: boolean;
  /** The page is updated by itself while it is visible. */
  readonly live: boolean;
  /** Why the last refresh failed; the drawing is older. */
  readonly failure: PanelFailure | undefined;
}

export interface TimelineStateMessage {
  readonly type: 'state';
  /** Counts from 1 and increases with each state. */
  readonly revision: number;
  /** BCP 47. */
  readonly locale: string;
  readonly state: TimelineState;
}

export type TimelineIntent = CommonIntent | { readonly name: 'refresh' };

export type ToTimeline =
  TimelineStateMessage | { readonly type: 'settled'; readonly request: number; readonly ok: boolean };

export type FromTimeline =
  | { readonly type: 'ready'; readonly revision: number }
  | { readonly type: 'rendered'; readonly revision: number }
  | { readonly type: 'intent'; readonly request: number; readonly intent: TimelineIntent };

/** What the page stores for a reload of the window. */
export interface PersistedTimeline {
  readonly id: string;
  readonly connection: ConnectionId;
}
