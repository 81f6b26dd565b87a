/** A state for a page, numbered from 1. */
export interface Received<State> {
  readonly revision: number;
  /** BCP 47. */
  readonly locale: string;
  readonly state: State;
}

/** What every page receives. */
type ToPage<State> =
  | ({ readonly type: 'state' } & Received<State>)
  | { readonly type: 'settled'; readonly request: number; readonly ok: boolean };

/** What every page sends. */
type FromPage<Intent> =
  | { readonly type: 'ready' | 'rendered'; readonly revision: number }
  | { readonly type: 'intent'; readonly request: number; readonly intent: Intent };

/** The part of VS Code's webview API that is used. */
interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}
declare function acquireVsCodeApi(): VsCodeApi;

/** The connection to the extension host. `Kept` is what the page stores, `Own` what only this page sends. */
export interface Host<Intent, Kept, Own = never> {
  /** Sends an intent to the host; true if it was carried out. */
  readonly ask: (intent: Intent) => Promise<boolean>;
  /** Reports that this state has been rendered. */
  readonly rendered: (revision: number) => void;
  readonly send: (message: FromPage<Intent> | Own) => void;
  /** What `keep` stored last, also before a reload. */
  readonly kept: () => unknown;
  readonly keep: (state: Kept) => void;
}

/**
 * Connects to the host: passes on the state that is part of the page and each later state, sends `ready`, and settles
 * each intent with the host's response.
 * @param hearOther receives messages that only this page gets
 */
export function connectPage<State, Intent, Kept, Own = never>(
  hearState: (received: Received<State>) => void,
  first: ToPage<State> | undefined,
  hearOther?: (message: object) => void,
): Host<Intent, Kept, Own> {
  const api = acquireVsCodeApi();
  const open = new Map<number, (ok: boolean) => void>();
  let lastRequest = 0;
  let lastRevision = 0;
  const send = (message: FromPage<Intent> | Own): void => api.postMessage(message);
  const receive = (message: ToPage<State>): void => {
    switch (message.type) {
      case 'settled':
        open.get(message.request)?.(message.ok);
        open.delete(message.request);
        break;
      case 'state':
        if (message.revision < lastRevision) return;
        lastRevision = message.revision;
        hearState(message);
        break;
      default:
        hearOther?.(message);
    }
  };
  window.addEventListener('message', (event: MessageEvent<ToPage<State>>) => receive(event.data));
  // Handlers are called only after the caller has this function's result.
  queueMicrotask(() => {
    // When VS Code loads the page again, e.g. in another group, its state is outdated.
    if (first !== undefined && api.getState() === undefined) receive(first);
    send({ type: 'ready', revision: lastRevision });
  });
  return {
    ask(intent) {
      const request = ++lastRequest;
      return new Promise((resolve) => {
        open.set(request, resolve);
        send({ type: 'intent', request, intent });
      });
    },
    send,
    kept: () => api.getState(),
    keep: (state) => api.setState(state),
    rendered: (revision) => send({ type: 'rendered', revision }),
  };
}
