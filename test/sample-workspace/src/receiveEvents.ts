import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import type { Referral } from './partnerApi.ts';
import { createReceiver } from './webhookReceiver.ts';

const quietMs = 150;

export interface Events {
  /** Resolves when no event has come for a while. */
  untilQuiet(): Promise<void>;
  close(): void;
}

/** Hands on the referrals that webhook events tell of, one after the other, while a sync runs. */
export async function receiveEvents(
  port: number,
  { apiUrl, token }: { readonly apiUrl: string; readonly token: string },
  handle: (referral: Referral) => Promise<void>,
): Promise<Events> {
  const { origin, hostname } = new URL(apiUrl);
  const isSandbox = ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);
  let lastAt = 0;
  const note = (): void => void (lastAt = Date.now());
  const server = createReceiver({
    apiUrl,
    token,
    certificateOrigins: [isSandbox ? origin : 'https://3psostorageacct.blob.core.windows.net'],
    handle: async (referral) => {
      await handle(referral as Referral);
      note();
    },
  });
  server.on('request', note).listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    async untilQuiet() {
      note();
      for (let left = quietMs; left > 0; left = lastAt + quietMs - Date.now()) await wait(left);
    },
    close() {
      // What is being answered is answered.
      server.close();
    },
  };
}
