import type { JsonObject } from '../../base/json.ts';
import type { Webhooks } from './scenario.ts';

const placeholder = /\$?\{?PARTNER_WEBHOOK_PORT\}?/g;

/** What registers the webhooks of a step, as the control plane takes it. */
export function webhookInput(webhooks: Webhooks, port: number): JsonObject {
  const { url = 'http://127.0.0.1:PARTNER_WEBHOOK_PORT/' } = webhooks;
  return { ...webhooks, url: url.replace(placeholder, String(port)) };
}
