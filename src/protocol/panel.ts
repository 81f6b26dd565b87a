/**
 * What the host and the referral panel say to each other. Data only: the host sends states, the panel sends intents,
 * and every intent is settled by one answer, also when it failed.
 */

/** The connection a referral came from; `partner-center` is the live API. */
export type ConnectionId = 'sandbox' | 'partner-center';

/** Another referral of the same engagement that is known locally. */
export interface RelatedReferral {
  readonly id: string;
  /** The deal's name or the customer's; server text. */
  readonly title: string;
  /** Who owns the record: Microsoft's side of the deal, or a partner's by name when the server told it. */
  readonly owner: { readonly kind: 'microsoft' } | { readonly kind: 'organization'; readonly name: string | undefined };
  /** API values as they came, e.g. `Active` and `Accepted`. */
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

/** Something went wrong: a sentence that says what, one that says what to do, and the buttons that help. */
export interface PanelFailure {
  readonly title: string;
  readonly advice: string;
  /** The server's id of the failed exchange, for support. */
  readonly requestId: string | undefined;
  readonly actions: readonly FailureAction[];
  /** Nothing broke: something is only awaited, e.g. a sign-in. */
  readonly calm?: boolean;
}
export type FailureAction = 'retry' | 'signIn' | 'useSandbox' | 'setup' | 'diagnose' | 'showLog' | 'showAnswer';

interface StateBase {
  /** The referral's id, lower case. */
  readonly id: string;
  readonly connection: ConnectionId;
  /** Personal data is to be hidden: a screen may be shared. */
  readonly masked: boolean;
  /** Where this panel has been before, and came back from. */
  readonly canGoBack: boolean;
  readonly canGoForward: boolean;
  /** Links to other referrals open panels of their own and leave this one as it is. */
  readonly pinned: boolean;
}
/** Nothing to show yet. */
export interface LoadingState extends StateBase {
  readonly kind: 'loading';
}
/** Nothing to show, and why. */
export interface FailedState extends StateBase {
  readonly kind: 'failed';
  readonly failure: PanelFailure;
}
export interface ReferralState extends StateBase {
  readonly kind: 'referral';
  /** The server's own text of the record, a JSON object. */
  readonly text: string;
  /** When the answer came, in ms since 1970. */
  readonly receivedAt: number;
  /** How long the exchange took, in ms. */
  readonly durationMs: number;
  /** A newer version is being fetched. */
  readonly refreshing: boolean;
  /** Why the newest refresh failed; what is shown is from before it. */
  readonly failure: PanelFailure | undefined;
  readonly related: readonly RelatedReferral[];
  /** True when `partnerReferrals.crm.urlTemplate` yields an address for this referral. */
  readonly canOpenCrm: boolean;
  /** JSON pointers of the values that are hidden while `masked`; empty else. */
  readonly hidden: readonly string[];
  /** Undefined when nothing changed since the person last dismissed the marks, or since the panel was opened. */
  readonly changes: RecordChanges | undefined;
  /** An older version than the one shown is kept, so there is something to compare with. */
  readonly canCompare: boolean;
}

/** What a refresh brought. */
export interface RecordChanges {
  /** When the version came that the shown one is compared with, in ms since 1970. */
  readonly since: number;
  readonly fields: readonly FieldChange[];
}
export interface FieldChange {
  /** RFC 6901. */
  readonly pointer: string;
  /** As the server spelled it; undefined when the field is new. */
  readonly before: string | undefined;
  /** Undefined when the field is gone, and is therefore nowhere on the page. */
  readonly after: string | undefined;
}
export type PanelState = LoadingState | FailedState | ReferralState;

export interface StateMessage {
  readonly type: 'state';
  /** Counts from 1 and rises with every state; the panel names it when it has painted that state. */
  readonly revision: number;
  /** BCP 47 language of the editor, e.g. `en` or `pt-br`. */
  readonly locale: string;
  readonly state: PanelState;
}

export type ToPanel =
  | StateMessage
  | { readonly type: 'settled'; readonly request: number; readonly ok: boolean }
  /** The person is at this JSON pointer in the document beside. */
  | { readonly type: 'reveal'; readonly pointer: string };

export type Intent =
  | { readonly name: 'refresh' | 'openJson' | 'copyId' | 'copySummary' | 'openCrm' }
  | { readonly name: 'toggleMask' | 'togglePin' | 'goBack' | 'goForward' }
  | { readonly name: 'compareWithPrevious' | 'dismissChanges' }
  /** Shows the line of a field in the JSON document, which is opened if it isn't. */
  | { readonly name: 'revealInJson'; readonly pointer: string }
  /** Puts a value of the record on the clipboard. */
  | { readonly name: 'copyValue'; readonly value: string }
  /** Opens another referral of the engagement. */
  | { readonly name: 'openReferral'; readonly id: string }
  | { readonly name: 'failureAction'; readonly action: FailureAction };

export type FromPanel =
  /** The panel's script runs and listens; unless what it drew is the newest, the host answers with the whole state. */
  | {
      readonly type: 'ready';
      /** The state that came with the page and was drawn; 0 when there was none. */
      readonly revision: number;
    }
  | { readonly type: 'rendered'; readonly revision: number }
  /** The person is at this field. */
  | { readonly type: 'at'; readonly pointer: string }
  | { readonly type: 'intent'; readonly request: number; readonly intent: Intent };

/** All that the panel keeps over a window reload (`vscode.setState`): which referral and where, never its content. */
export interface PersistedPanel {
  readonly id: string;
  readonly connection: ConnectionId;
  /** How far the page was scrolled, in CSS pixels. */
  readonly scroll?: number;
  /** The parts that a person opened or closed: numbers made of their paths, which tell nothing. */
  readonly turned?: readonly string[];
}
