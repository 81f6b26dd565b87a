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

/** The line to the extension host. */
export interface Host {
  /** Asks the host to do something; true when it was done. */
  readonly ask: (intent: Intent) => Promise<boolean>;
  /** Tells that this state has been painted. */
  readonly rendered: (revision: number) => void;
  /** What `keep` kept last, also before a reload. */
  readonly kept: () => unknown;
  readonly keep: (state: PersistedPanel) => void;
}

/** Opens the line: says `ready`, hands over each state as it comes, settles each intent with the host's answer. */
export function connectHost(onState: (received: Received) => void): Host {
  const api = acquireVsCodeApi();
  const open = new Map<number, (ok: boolean) => void>();
  let lastRequest = 0;
  let lastRevision = -1;
  window.addEventListener('message', (event: MessageEvent<ToPanel>) => {
    const message = event.data;
    switch (message.type) {
      case 'settled':
        open.get(message.request)?.(message.ok);
        open.delete(message.request);
        break;
      case 'state': {
        if (message.revision < lastRevision) return;
        lastRevision = message.revision;
        onState(message);
      }
    }
  });
  // The first state may come as the answer to this, so everything listens by now.
  queueMicrotask(() => api.postMessage({ type: 'ready' }));
  return {
    ask(intent) {
      const request = ++lastRequest;
      return new Promise((resolve) => {
        open.set(request, resolve);
        api.postMessage({ type: 'intent', request, intent });
      });
    },
    kept: () => api.getState(),
    keep: (state) => api.setState(state),
    rendered: (revision) => api.postMessage({ type: 'rendered', revision }),
  };
}
