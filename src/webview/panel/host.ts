import type { FromPanel, Intent, PanelState, PersistedPanel, ToPanel } from '../../protocol/panel.ts';

/** What VS Code gives a webview, narrowed to what is used. */
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

/** What takes the host's messages. */
export interface Hearing {
  readonly state: (received: Received) => void;
  readonly reveal: (pointer: string) => void;
}

/** The line to the extension host. */
export interface Host {
  /** Asks the host to do something; true when it was done. */
  readonly ask: (intent: Intent) => Promise<boolean>;
  /** Tells that this state has been painted. */
  readonly rendered: (revision: number) => void;
  /** Tells where the person is. */
  readonly at: (pointer: string) => void;
  /** What `keep` kept last, also before a reload. */
  readonly kept: () => unknown;
  readonly keep: (state: PersistedPanel) => void;
}

/**
 * Opens the line: draws the state that came with the page, says `ready`, hands over each state as it comes, settles each
 * intent with the host's answer.
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
  // The states are handed to a caller who has this function's result by then.
  queueMicrotask(() => {
    // A page that VS Code loads again, e.g. moved to another group, holds a state that is out of date.
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
