import { createContext } from 'preact';
import { useContext, useRef, useState } from 'preact/hooks';
import type { Intent } from '../../../protocol/panel.ts';

export type Ask = (intent: Intent) => Promise<boolean>;

/** How the parts of the page reach the host. */
export const AskContext = createContext<Ask>(() => Promise.resolve(false));

/** Says something in the live region. */
export const SayContext = createContext<(words: string) => void>(() => undefined);

/** Sends one intent at a time: a second press while the first is under way is ignored. */
export function useIntent(): { readonly busy: boolean; readonly send: Ask } {
  const ask = useContext(AskContext);
  const [busy, setBusy] = useState(false);
  const underWay = useRef(false);
  const send: Ask = async (intent) => {
    if (underWay.current) return false;
    underWay.current = true;
    setBusy(true);
    const ok = await ask(intent);
    underWay.current = false;
    setBusy(false);
    return ok;
  };
  return { busy, send };
}
