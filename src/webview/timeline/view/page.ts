import type { TimelineIntent } from '../../../protocol/timeline.ts';
import type { MarkPlace, Step } from '../model/walk.ts';
import type { Times } from '../model/times.ts';

/** Values and functions for all views of the page. */
export interface Page {
  readonly times: Times;
  /** The width for the drawing, in CSS pixels. */
  readonly room: number;
  /** The mark that the details tell of, and that Tab leads to. */
  readonly current: MarkPlace | undefined;
  /** The details tell of the current mark. */
  readonly chosen: boolean;
  readonly tableOpen: boolean;
  readonly select: (place: MarkPlace) => void;
  readonly step: (from: MarkPlace, step: Step) => void;
  /** What Enter does at a mark. */
  readonly open: (place: MarkPlace) => void;
  /** Back from the details to the mark. */
  readonly leaveDetails: () => void;
  readonly toggleTable: (open: boolean) => void;
  /** Sends an intent to the host; true if it was carried out. */
  readonly ask: (intent: TimelineIntent) => Promise<boolean>;
  /** Announces a text in the live region. */
  readonly say: (words: string) => void;
}
