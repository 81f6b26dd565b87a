import type { LoggedDelivery } from '../../../../src/sandbox/webhooks/deliveryLog.ts';

/** As listed by the control plane. */
export type Listed = Omit<LoggedDelivery, 'badSignature' | 'sentAt'>;

/** The deliveries of a sandbox, once there are so many. */
export async function readDeliveries(url: string, count: number): Promise<readonly Listed[]> {
  for (;;) {
    const response = await fetch(`${url}/_sandbox/webhooks/deliveries`);
    const { deliveries } = (await response.json()) as { deliveries: readonly Listed[] };
    if (deliveries.length >= count) return deliveries;
  }
}
