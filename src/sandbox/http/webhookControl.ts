import type { Routes } from './control.ts';
import { readControlBody, respondJson } from './jsonBody.ts';
import type { Space } from './space.ts';
import { certificateType } from '../webhooks/signer.ts';

/** The addresses of the control plane for webhooks. */
export const webhookRoutes: Routes = {
  '/_sandbox/webhooks': {
    methods: {
      GET: ({ space }) => json({ webhooks: space.webhooks.list() }),
      POST: async ({ request, url, space }) => {
        const body = await readControlBody(request);
        return json({ id: space.webhooks.add(body, url) }, 201);
      },
      DELETE: ({ space }) => {
        space.webhooks.removeAll();
        return json({ webhooks: [] });
      },
    },
  },
  '/_sandbox/webhooks/deliveries': {
    methods: { GET: ({ space }) => json(listDeliveries(space)) },
  },
  '/_sandbox/webhooks/send': {
    methods: {
      POST: async ({ request, space }) => json(space.webhooks.send(await readControlBody(request)), 202),
    },
  },
  '/_sandbox/webhooks/certificate': {
    methods: {
      GET: async ({ space }) =>
        new Response(await space.webhooks.certificate(), { headers: { 'Content-Type': certificateType } }),
    },
  },
};

function listDeliveries({ webhooks: { log } }: Space): object {
  const deliveries = log.list().map(({ badSignature: _bad, sentAt: _sentAt, ...delivery }) => delivery);
  return { deliveries, dropped: log.dropped };
}

function json(value: object, status = 200): Response {
  return respondJson(status, JSON.stringify(value));
}
