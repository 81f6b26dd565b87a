import { bodyOf, jsonContent, objectOf, parameter, reference } from './operations.ts';
import type { JsonObject } from '../../base/json.ts';
import { callerNames } from '../http/callerNames.ts';
import { method } from './schemas.ts';
import { certificateType } from '../webhooks/signer.ts';

const text = { type: 'string' };
const count = { type: 'integer', minimum: 0 };
const time = { type: 'string', format: 'date-time' };
const referral = reference('referral');
const health = objectOf({ status: { const: 'ok' }, referrals: count });
const space = parameter('query', 'space', 'The space, unless the token names one.', {
  type: 'string',
  pattern: '^[a-z0-9-]{1,64}$',
});
const refused = { description: 'The call is refused.', ...jsonContent(reference('refusal')) };

/** The paths of the control plane. */
export function describeControlPaths(): JsonObject {
  const calls = objectOf({ calls: listOf('call'), dropped: { ...count, description: 'Calls that were forgotten.' } });
  const numberOfFaults = objectOf({ faults: count });
  const findings = objectOf({ findings: listOf('finding') });
  const webhooks = objectOf({ webhooks: listOf('registeredWebhook') });
  const spaces = objectOf({ spaces: { type: 'array', items: text } });
  return {
    '/_sandbox/health': at({ get: operation('getHealth', 'Tells that the sandbox runs.', health) }),
    '/_sandbox/openapi.json': at({ get: operation('getOpenApi', 'This description.', { type: 'object' }) }),
    '/_sandbox/reset': at({
      post: {
        ...operation('reset', 'Restores the state of the start, or takes another seed. Ends waiting calls.', health),
        requestBody: bodyOf(
          {
            type: 'object',
            properties: { seed: { anyOf: [referral, { type: 'array', items: referral }, reference('referralPage')] } },
            additionalProperties: false,
          },
          false,
        ),
      },
    }),
    '/_sandbox/referrals': at({
      post: {
        ...operation('addArrival', 'A referral arrives as from Microsoft. Members that are sent win.', referral, '201'),
        requestBody: bodyOf(referral, false),
      },
    }),
    '/_sandbox/faults': at({
      get: operation('listFaults', 'Lists the armed faults.', objectOf({ faults: listOf('armedFault') })),
      post: {
        ...operation('addFault', 'Lets something happen to the next calls that match.', numberOfFaults, '201'),
        requestBody: bodyOf(reference('fault'), true),
      },
      delete: operation('removeFaults', 'Removes all faults.', numberOfFaults),
    }),
    '/_sandbox/clock': at({
      get: operation('getClock', 'Tells the time of the sandbox.', objectOf({ now: time })),
      post: {
        ...operation(
          'advanceClock',
          'Lets time pass: unanswered referrals expire, Microsoft answers.',
          objectOf({ now: time, moved: count, expired: count }),
        ),
        requestBody: bodyOf(objectOf({ advanceDays: { type: 'number', minimum: 0, maximum: 36_500 } }), true),
      },
    }),
    '/_sandbox/calls': at({
      get: {
        ...operation('listCalls', 'Lists the calls to the API, oldest first.', calls),
        parameters: [
          parameter('query', 'method', 'Only calls with this method.', method),
          parameter('query', 'path', 'Only calls with this in their path or query.', text),
          parameter('query', 'status', 'Only calls with this status; null for those without a response.', {
            type: 'string',
            pattern: '^([1-5]\\d\\d|null)$',
          }),
          parameter('query', 'caller', `Only calls of this caller: ${callerNames.join(', ')}.`, text),
          parameter('query', 'since', 'Only calls that came then or later.', time),
          parameter('query', 'bodies', 'False leaves out headers and bodies, as without --record-bodies.', {
            type: 'boolean',
          }),
        ],
      },
      delete: operation('clearCalls', 'Clears the list of calls.', calls),
    }),
    '/_sandbox/changes': at({
      get: {
        ...operation(
          'listChanges',
          'Lists who changed what when, oldest first, and when the clock was advanced.',
          objectOf({
            changes: listOf('change'),
            advances: listOf('advance'),
            dropped: { ...count, description: 'Changes that were forgotten.' },
          }),
        ),
        parameters: [
          parameter('query', 'referral', 'Only changes of this referral.', text),
          parameter('query', 'engagement', 'Only changes of referrals of this engagement.', text),
        ],
      },
    }),
    '/_sandbox/findings': at({
      get: operation('listFindings', 'Lists the mistakes of clients and of receivers of webhooks.', findings),
      delete: operation('clearFindings', 'Clears the findings and forgets the calls before.', findings),
    }),
    '/_sandbox/webhooks': at({
      get: operation('listWebhooks', 'Lists the registered webhooks.', webhooks),
      post: {
        ...operation(
          'addWebhook',
          'Registers an address that is told of changes by POST, with the body and the signature of Partner Center.',
          objectOf({ id: text }),
          '201',
        ),
        requestBody: bodyOf(reference('webhook'), true),
      },
      delete: operation('removeWebhooks', 'Removes all webhooks. Events that wait are given up.', webhooks),
    }),
    '/_sandbox/webhooks/deliveries': at({
      get: operation(
        'listDeliveries',
        'Lists the attempts to deliver an event that have ended, oldest first.',
        objectOf({ deliveries: listOf('delivery'), dropped: { ...count, description: 'Those that were forgotten.' } }),
      ),
    }),
    '/_sandbox/webhooks/send': at({
      post: {
        ...operation(
          'sendEvent',
          'Sends an event about a referral that has not changed.',
          objectOf({ id: text, event: text, webhooks: { ...count, description: 'How many webhooks take it.' } }),
          '202',
        ),
        requestBody: bodyOf(reference('webhookEvent'), true),
      },
    }),
    '/_sandbox/webhooks/certificate': at({
      get: {
        ...operation('getCertificate', 'The certificate whose key signs the events, as PEM.', text),
        responses: {
          '200': { description: 'Done.', content: { [certificateType]: { schema: text } } },
          default: refused,
        },
      },
    }),
    '/_sandbox/spaces': at({
      get: operation('listSpaces', 'Lists the names of the spaces.', spaces),
      delete: operation('removeSpaces', 'Removes all spaces except the default one.', spaces),
    }),
  };
}

function at(operations: JsonObject): JsonObject {
  return { parameters: [space], ...operations };
}

function operation(operationId: string, summary: string, schema: JsonObject, status = '200'): JsonObject {
  return {
    operationId,
    summary,
    tags: ['control plane'],
    security: [],
    responses: { [status]: { description: 'Done.', ...jsonContent(schema) }, default: refused },
  };
}

function listOf(name: string): JsonObject {
  return { type: 'array', items: reference(name) };
}
