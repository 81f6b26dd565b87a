/**
 * Messages between the extension host and the referral panel. The host sends states, the panel sends intents, and each
 * intent gets one response, also if it fails.
 */

/** The connection a referral came from; `partner-center` is the live API. */
export type ConnectionId = 'sandbox' | 'partner-center';

/** Another referral of the same engagement that is known locally. */
export interface RelatedReferral {
  readonly id: string;
  /** Name of the deal or of the customer; server text. */
  readonly title: string;
  /** The owner of the record: Microsoft, or a partner with the name given by the server. */
  readonly owner: { readonly kind: 'microsoft' } | { readonly kind: 'organization'; readonly name: string | undefined };
  /** Values of the API, unchanged, e.g. `Active` and `Accepted`. */
  readonly status: string | undefined;
  readonly substatus: string | undefined;
  /** ISO 8601 as the server spelled it. */
  readonly updatedDateTime: string | undefined;
  readonly dealValue?: number | undefined;
  /** ISO 4217. */
  readonly currency?: string | undefined;
  /** The expected close, as `updatedDateTime`. */
  readonly closingDateTime?: string | undefined;
}

/** A failure: its title, the next step, and buttons. */
export interface PanelFailure {
  readonly title: string;
  readonly advice: string;
  /** The request ID of the failed call, for support. */
  readonly requestId: string | undefined;
  readonly actions: readonly FailureAction[];
  /** Not an error, but something the user has to do first, e.g. sign in. */
  readonly calm?: boolean;
}
export type FailureAction = 'retry' | 'signIn' | 'useSandbox' | 'setup' | 'diagnose' | 'showLog' | 'showAnswer';

interface StateBase {
  /** The referral's id, lower case. */
  readonly id: string;
  readonly connection: ConnectionId;
  /** Milliseconds that the server's clock is ahead of this machine's. Relative times are by the server's clock. */
  readonly clockAhead: number;
  /** Personal data is hidden, e.g. for screen sharing. */
  readonly masked: boolean;
  /** The panel's navigation history has entries in this direction. */
  readonly canGoBack: boolean;
  readonly canGoForward: boolean;
  /** Links to other referrals open in new panels. */
  readonly pinned: boolean;
}
/** Nothing to show yet. */
export interface LoadingState extends StateBase {
  readonly kind: 'loading';
}
/** Nothing to show, with the reason. */
export interface FailedState extends StateBase {
  readonly kind: 'failed';
  readonly failure: PanelFailure;
}
/** A change of status in the life cycle of a referral. */
export type StatusMove = 'accept' | 'decline' | 'close';

export interface ReferralState extends StateBase {
  readonly kind: 'referral';
  /** The text of the record as the server sent it, a JSON object. */
  readonly text: string;
  /** When the response was received, by this machine's clock, in ms since 1970. */
  readonly receivedAt: number;
  /** How long the request took, in ms. */
  readonly durationMs: number;
  /** A newer version is being fetched. */
  readonly refreshing: boolean;
  /** Why the last refresh failed; the content is older. */
  readonly failure: PanelFailure | undefined;
  readonly related: readonly RelatedReferral[];
  /** True if `partnerReferrals.crm.urlTemplate` gives a URL for this referral. */
  readonly canOpenCrm: boolean;
  /** The changes of status that the life cycle allows now, in the order of the buttons. */
  readonly moves: readonly StatusMove[];
  /** JSON pointers of the values that are hidden if `masked`; otherwise empty. */
  readonly hidden: readonly string[];
  /** Undefined if nothing has changed since the user dismissed the marks or opened the panel. */
  readonly changes: RecordChanges | undefined;
  /** An older version is available for comparison. */
  readonly canCompare: boolean;
}

/** What a refresh changed. */
export interface RecordChanges {
  /** When the compared version was received, in ms since 1970. */
  readonly since: number;
  readonly fields: readonly FieldChange[];
}
export interface FieldChange {
  /** RFC 6901. */
  readonly pointer: string;
  /** Undefined if the field is new. */
  readonly before: FieldValue | undefined;
  /** Undefined if the field was removed; it is then not on the page. */
  readonly after: string | undefined;
}
/** A leaf of a record, see `Leaf`. */
export interface FieldValue {
  readonly pointer: string;
  readonly value: string | number | boolean | null;
  /** As the server spelled it. */
  readonly raw: string;
}
export type PanelState = LoadingState | FailedState | ReferralState;

export interface StateMessage {
  readonly type: 'state';
  /** Counts from 1 and increases with each state. The panel reports it after rendering the state. */
  readonly revision: number;
  /** BCP 47, e.g. `en` or `en-BR`. The page uses it for everything that Intl formats. */
  readonly locale: string;
  readonly state: PanelState;
}

export type ToPanel =
  | StateMessage
  | { readonly type: 'settled'; readonly request: number; readonly ok: boolean }
  /** The cursor is at this JSON pointer in the JSON document. */
  | { readonly type: 'reveal'; readonly pointer: string };

/** The names of intents that have no further values. */
export type PlainIntent =
  | 'refresh'
  | 'openJson'
  | 'copyId'
  | 'copySummary'
  | 'openCrm'
  | 'toggleMask'
  | 'togglePin'
  | 'goBack'
  | 'goForward'
  | 'compareWithPrevious'
  | 'dismissChanges';

/** What the pages of referrals and of timelines ask for. */
export type CommonIntent =
  /** Copies a value to the clipboard. */
  | { readonly name: 'copyValue'; readonly value: string }
  /** Opens another referral of the engagement. */
  | { readonly name: 'openReferral'; readonly id: string }
  | { readonly name: 'failureAction'; readonly action: FailureAction };

export type Intent =
  | CommonIntent
  | { readonly name: PlainIntent }
  /** Shows the line of a field in the JSON document, which is opened if it isn't. */
  | { readonly name: 'revealInJson'; readonly pointer: string }
  /** Changes the status. The host asks the user for further values. */
  | { readonly name: 'move'; readonly move: StatusMove };

export type FromPanel =
  /** The panel's script is running. If it hasn't drawn the newest state, the host sends it. */
  | {
      readonly type: 'ready';
      /** The revision of the state that was part of the page and was drawn, or 0 if there was none. */
      readonly revision: number;
    }
  | { readonly type: 'rendered'; readonly revision: number }
  /** The user moved to this field. */
  | { readonly type: 'at'; readonly pointer: string }
  | { readonly type: 'intent'; readonly request: number; readonly intent: Intent };

/**
 * What the panel stores for a window reload (`vscode.setState`): the referral's id and the position, not its content.
 */
export interface PersistedPanel {
  readonly id: string;
  readonly connection: ConnectionId;
  /** How far the page was scrolled, in CSS pixels. */
  readonly scroll?: number;
  /** The sections that the user opened or closed, as hashes of their paths: they contain no data. */
  readonly turned?: readonly string[];
}
