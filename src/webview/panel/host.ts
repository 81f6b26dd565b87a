import type { FromPanel, Intent, PanelState, PersistedPanel, ToPanel } from '../../protocol/panel.ts';
import { connectPage, type Host as PageHost, type Received as PageReceived } from '../host/connectPage.ts';

export type Received = PageReceived<PanelState>;

/** What only this page receives and sends. */
type Reveal = Extract<ToPanel, { type: 'reveal' }>;
type At = Extract<FromPanel, { type: 'at' }>;

/** Handlers of the host's messages. */
export interface Hearing {
  readonly state: (received: Received) => void;
  readonly reveal: (pointer: string) => void;
}

/** The connection to the extension host. */
export type Host = PageHost<Intent, PersistedPanel, At>;

export function connectHost(hear: Hearing, first: ToPanel | undefined): Host {
  return connectPage<PanelState, Intent, PersistedPanel, At>(
    hear.state,
    first?.type === 'state' ? first : undefined,
    (message) => hear.reveal((message as Reveal).pointer),
  );
}
