import schemaFile from '../../referral/referral.schema.json' with { type: 'json' };
import { isObject, type Json, type JsonObject } from '../../base/json.ts';
import type { Fault } from '../faults/faults.ts';
import { callerNames } from '../http/callerNames.ts';
import { methodPattern, methods } from '../http/methods.ts';
import { webhookSchemas } from './webhookSchemas.ts';

const text = { type: 'string' };
const textOrNull = { type: ['string', 'null'] };
const flag = { type: 'boolean' };
const count = { type: 'integer', minimum: 0 };
const time = { type: 'string', format: 'date-time' };
/** An HTTP method to look for. */
export const method = { type: 'string', pattern: methodPattern, examples: [...methods] };
const statusOnly = {
  type: 'object',
  properties: { status: textOrNull, substatus: textOrNull },
  required: ['status', 'substatus'],
};

/** The schemas of the API and of the control plane, by name. */
export function describeSchemas(): JsonObject {
  return { ...referralSchemas(), ...apiSchemas, ...controlSchemas, ...webhookSchemas };
}

/** referral.schema.json uses only what draft-07 and OpenAPI 3.1 have in common; references point to other places. */
function referralSchemas(): JsonObject {
  const { $schema: _dialect, $id: _id, definitions, ...referral } = schemaFile as unknown as JsonObject;
  return moveReferences({ referral, ...(isObject(definitions) ? definitions : {}) }) as JsonObject;
}

function moveReferences(node: Json): Json {
  if (Array.isArray(node)) return node.map(moveReferences);
  if (!isObject(node)) return node;
  return Object.fromEntries(
    Object.entries(node)
      // For editors; no word of OpenAPI.
      .filter(([name]) => name !== 'enumDescriptions')
      .map(([name, value]) => [
        name,
        name === '$ref' && typeof value === 'string'
          ? value.replace('#/definitions/', '#/components/schemas/')
          : moveReferences(value),
      ]),
  );
}

const apiSchemas: JsonObject = {
  referralPage: {
    type: 'object',
    description: 'A page of a list.',
    properties: {
      '@odata.context': text,
      '@odata.count': {
        ...count,
        description: 'Length of this page, or of all pages with $count=true or --no-quirks.',
      },
      value: { type: 'array', items: { $ref: '#/components/schemas/referral' } },
      '@odata.nextLink': {
        ...text,
        description: 'Missing on the last page. Send its $skiptoken back exactly as it is here.',
      },
    },
    required: ['@odata.context', '@odata.count', 'value'],
  },
  patchOperation: {
    type: 'object',
    description: 'An operation of a JSON Patch. All operations of a body are applied, or none.',
    properties: {
      op: { enum: ['add', 'replace'] },
      path: { ...text, description: 'A JSON pointer, e.g. /details/dealValue.' },
      value: {},
    },
    required: ['op', 'path', 'value'],
  },
  refusal: {
    type: 'object',
    properties: {
      error: {
        type: 'object',
        properties: {
          code: text,
          message: { ...text, maxLength: 1024 },
          target: { ...text, description: 'What is wrong: a JSON pointer, a query option, a header.' },
          innerError: { $ref: '#/components/schemas/innerError' },
        },
        required: ['code', 'message'],
      },
    },
    required: ['error'],
  },
  throttling: {
    type: 'object',
    description: 'The form of the gateway.',
    properties: { statusCode: { const: 429 }, message: text },
    required: ['statusCode', 'message'],
  },
  innerError: {
    type: 'object',
    description: "The innermost code is the id of the sandbox's rule.",
    properties: { code: text, message: text, innerError: { $ref: '#/components/schemas/innerError' } },
    required: ['code', 'message'],
  },
  tokenRefusal: {
    anyOf: [
      { $ref: '#/components/schemas/refusal' },
      {
        type: 'object',
        description: 'The form of the sibling API, for a token without multi-factor authentication.',
        properties: { code: { const: 900421 }, description: text, data: { type: 'array', items: text }, source: text },
        required: ['code', 'description', 'data', 'source'],
      },
    ],
  },
};

const faultMembers: Readonly<Record<keyof Fault, JsonObject>> = {
  method,
  path: {
    ...text,
    minLength: 1,
    description:
      'Any part of the path. * stands for any characters, $ at the end for the end. The query counts where there is a ?, or a $ at the beginning.',
  },
  caller: { ...text, minLength: 1, description: `As in the list of calls: ${callerNames.join(', ')}.` },
  clientRequestId: { ...text, minLength: 1 },
  times: { ...count, default: 1, description: '0: all calls.' },
  status: { type: 'integer', minimum: 200, maximum: 599 },
  retryAfter: { anyOf: [count, text] },
  headers: { type: 'object', additionalProperties: { type: ['string', 'number'] } },
  body: {},
  delayMs: { type: 'number', minimum: 0, maximum: 600_000 },
  applyFirst: { ...flag, description: 'The call is carried out, then the fault happens to its response.' },
  disconnect: { ...flag, description: 'The connection is closed without a response.' },
  cutAfter: { ...count, description: 'The connection is closed after this many bytes of the body.' },
  malformed: { ...flag, description: 'The JSON lacks a comma.' },
};

const nullableStatus = { type: ['integer', 'null'] };

const controlSchemas: JsonObject = {
  fault: { type: 'object', properties: { ...faultMembers }, additionalProperties: false },
  armedFault: {
    allOf: [
      { type: 'object', properties: { ...faultMembers } },
      {
        type: 'object',
        properties: { left: { type: ['integer', 'null'], description: 'Calls it will still meet; null for all.' } },
        required: ['left'],
      },
    ],
  },
  call: {
    type: 'object',
    properties: {
      method: text,
      path: { ...text, description: 'With the query, as received.' },
      status: { ...nullableStatus, description: 'null while the call runs and if the connection was closed.' },
      duration: { type: ['number', 'null'], description: 'Milliseconds.' },
      time,
      clientRequestId: textOrNull,
      requestId: text,
      'client-request-id': textOrNull,
      'request-id': text,
      who: text,
      caller: text,
      userAgent: { ...textOrNull, description: 'The header User-Agent.' },
      aborted: { const: true },
      requestHeaders: { type: 'object', additionalProperties: text },
      requestBody: textOrNull,
      responseHeaders: { type: 'object', additionalProperties: text },
      responseBody: textOrNull,
    },
    required: [
      'method',
      'path',
      'status',
      'duration',
      'time',
      'clientRequestId',
      'requestId',
      'who',
      'caller',
      'userAgent',
    ],
  },
  change: {
    type: 'object',
    properties: {
      time: { ...time, description: 'When it was written, by the sandbox’s clock.' },
      referral: text,
      engagement: textOrNull,
      by: {
        enum: ['client', 'arrival', 'clock', 'microsoft'],
        description: 'A call, a referral that arrives, the clock, or Microsoft as the sandbox plays it.',
      },
      requestId: { ...text, description: 'The request-id of the call that wrote it.' },
      caller: text,
      before: { anyOf: [statusOnly, { type: 'null' }], description: 'null for a referral that was created.' },
      after: statusOnly,
      paths: { type: 'array', items: text, description: 'JSON pointers of values that differ, at most 50.' },
    },
    required: ['time', 'referral', 'engagement', 'by', 'before', 'after', 'paths'],
  },
  advance: {
    type: 'object',
    properties: {
      time: { ...time, description: 'What the clock showed then.' },
      from: { ...time, description: 'What it had shown before.' },
    },
    required: ['time', 'from'],
  },
  finding: {
    type: 'object',
    properties: {
      rule: text,
      severity: { enum: ['error', 'warning', 'info'] },
      message: text,
      evidence: { enum: ['documented', 'observed', 'advice'] },
      caller: text,
      count,
      calls: { type: 'array', items: text, description: 'The request-ids of the latest calls.' },
    },
    required: ['rule', 'severity', 'message', 'evidence', 'caller', 'count', 'calls'],
  },
};
