import type { JsonObject } from '../../base/json.ts';
import type { LoggedDelivery } from '../webhooks/deliveryLog.ts';
import type { Behaviour, Webhook } from '../webhooks/readWebhook.ts';
import { eventNames } from '../webhooks/webhookEvent.ts';

const text = { type: 'string' };
const flag = { type: 'boolean', default: false };
const count = { type: 'integer', minimum: 0 };
const event = { enum: [...eventNames] };

const behaviour: Readonly<Record<keyof Behaviour, JsonObject>> = {
  duplicate: { ...flag, description: 'Each event is delivered twice.' },
  shuffle: { ...flag, description: 'In another order than that of the writes.' },
  badSignature: { ...flag, description: 'With a signature of other bytes.' },
  delayMs: {
    type: 'number',
    minimum: 0,
    maximum: 600_000,
    default: 0,
    description: 'Milliseconds between the write and the first attempt.',
  },
};

const members: Readonly<Record<keyof Webhook, JsonObject>> = {
  url: { ...text, format: 'uri', description: 'http or https, on this machine unless the sandbox runs with --host.' },
  events: { type: 'array', items: event, minItems: 1, description: 'All if absent.' },
  behaviour: { type: 'object', properties: { ...behaviour }, additionalProperties: false },
};

const delivery: Readonly<Record<Exclude<keyof LoggedDelivery, 'badSignature' | 'sentAt'>, JsonObject>> = {
  time: { type: 'string', format: 'date-time', description: "When the attempt began, by the sandbox's clock." },
  id: { ...text, description: "The event's, the same for each attempt." },
  event,
  referral: { ...text, description: 'Id of the referral.' },
  url: text,
  attempt: { type: 'integer', minimum: 1, maximum: 10 },
  status: { type: ['integer', 'null'], description: 'null: no answer.' },
  durationMs: { type: 'number', minimum: 0 },
  response: {
    ...text,
    maxLength: 2000,
    description: "The first 2,000 characters of the answer's body; without an answer the reason.",
  },
};

/** The schemas of webhooks, by name. */
export const webhookSchemas: JsonObject = {
  webhook: { type: 'object', properties: { ...members }, required: ['url'], additionalProperties: false },
  registeredWebhook: {
    type: 'object',
    properties: {
      id: text,
      ...members,
      waiting: { ...count, description: 'Events that are neither delivered nor given up.' },
      dropped: { ...count, description: 'Events that were not taken, since too many waited.' },
    },
    required: ['id', 'url', 'events', 'behaviour', 'waiting', 'dropped'],
  },
  webhookEvent: {
    type: 'object',
    properties: { event, referral: { ...text, description: 'Id of the referral.' } },
    required: ['referral'],
    additionalProperties: false,
  },
  delivery: { type: 'object', properties: { ...delivery }, required: Object.keys(delivery) },
};
