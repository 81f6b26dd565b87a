import type { FromPanel, Intent, PanelState, PersistedPanel, ToPanel } from '../../protocol/panel.ts';

/** The part of VS Code's webview API that is used. */
interface VsCodeApi {
  postMessage(message: FromPanel): void;
  getState(): unknown;
  setState(state: PersistedPanel): void;
}
declare function acquireVsCodeApi(): VsCodeApi;

export interface Received {
  readonly revision: number;
  readonly locale: string;
  readonly state: PanelState;
}

/** Handlers of the host's messages. */
export interface Hearing {
  readonly state: (received: Received) => void;
  readonly reveal: (pointer: string) => void;
}

/** The connection to the extension host. */
export interface Host {
  /** Sends an intent to the host; true if it was carried out. */
  readonly ask: (intent: Intent) => Promise<boolean>;
  /** Reports that this state has been rendered. */
  readonly rendered: (revision: number) => void;
  /** Reports the field that the user is at. */
  readonly at: (pointer: string) => void;
  /** What `keep` stored last, also before a reload. */
  readonly kept: () => unknown;
  readonly keep: (state: PersistedPanel) => void;
}

/**
 * Connects to the host: passes on the state that is part of the page and each later state, sends `ready`, and settles
 * each intent with the host's response.
 */
export function connectHost(hear: Hearing, first: ToPanel | undefined): Host {
  const api = acquireVsCodeApi();
  const open = new Map<number, (ok: boolean) => void>();
  let lastRequest = 0;
  let lastRevision = 0;
  const receive = (message: ToPanel): void => {
    switch (message.type) {
      case 'settled':
        open.get(message.request)?.(message.ok);
        open.delete(message.request);
        break;
      case 'state': {
        if (message.revision < lastRevision) return;
        lastRevision = message.revision;
        hear.state(message);
        break;
      }
      case 'reveal':
        hear.reveal(message.pointer);
    }
  };
  window.addEventListener('message', (event: MessageEvent<ToPanel>) => receive(event.data));
  // Handlers are called only after the caller has this function's result.
  queueMicrotask(() => {
    // When VS Code loads the page again, e.g. in another group, its state is outdated.
    if (first !== undefined && api.getState() === undefined) receive(first);
    api.postMessage({ type: 'ready', revision: lastRevision });
  });
  return {
    ask(intent) {
      const request = ++lastRequest;
      return new Promise((resolve) => {
        open.set(request, resolve);
        api.postMessage({ type: 'intent', request, intent });
      });
    },
    at: (pointer) => api.postMessage({ type: 'at', pointer }),
    kept: () => api.getState(),
    keep: (state) => api.setState(state),
    rendered: (revision) => api.postMessage({ type: 'rendered', revision }),
  };
}
