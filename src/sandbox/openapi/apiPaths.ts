import { bodyOf, jsonContent, parameter, reference } from './operations.ts';
import { refusalsOf, type Operation } from './refusals.ts';
import type { JsonObject } from '../../base/json.ts';

const text = { type: 'string' };
const referral = reference('referral');
const tag = { ETag: { description: 'The eTag of the referral, with its quotation marks.', schema: text } };

const throttled = {
  description: 'There were too many calls. Only a fault answers so.',
  headers: {
    'Retry-After': { description: 'Seconds, or a date. May be missing.', schema: text },
  },
  ...jsonContent(reference('throttling')),
};

const requestId = parameter('header', 'client-request-id', 'A new GUID for each call; comes back.', text);
const ifMatch = parameter('header', 'If-Match', 'The eTag that the change is based on, or *.', text);
const skipToken = parameter('query', '$skiptoken', 'From nextLink, exactly as it is there.', text);
const select = parameter('query', '$select', 'Names of properties of the top level, with commas between.', text);

const listParameters = [
  parameter('query', '$filter', "E.g. status eq 'New' and team/any(t:t/email eq 'mia@contoso.example').", text),
  parameter('query', '$orderby', 'createdDateTime or updatedDateTime, with asc or desc.', text),
  select,
  parameter('query', '$top', 'At most so many referrals in all.', { type: 'integer', minimum: 0 }),
  parameter('query', '$skip', 'Leaves out the first ones.', { type: 'integer', minimum: 0 }),
  parameter('query', '$count', 'Counts the referrals of all pages.', { type: 'boolean' }),
  skipToken,
];

/** The paths of the referrals API. */
export function describeApiPaths(): JsonObject {
  const page = { description: 'A page.', ...jsonContent(reference('referralPage')) };
  return {
    '/v1.0/engagements/referrals': {
      get: {
        ...operation('listReferrals', 'Lists the referrals that the caller may see.'),
        parameters: [...listParameters, requestId],
        responses: { '200': page, ...refusals('list') },
      },
      post: {
        ...operation('createReferral', 'Creates a referral.'),
        parameters: [select, requestId],
        requestBody: bodyOf(referral, true),
        responses: {
          '200': { description: 'The new referral.', headers: tag, ...jsonContent(referral) },
          '201': { description: 'The new referral, with --post-status 201.', headers: tag, ...jsonContent(referral) },
          ...refusals('post'),
        },
      },
    },
    '/v1.0/engagements/referrals/{id}': {
      parameters: [parameter('path', 'id', 'The id of a referral, in any case.', text), select, requestId],
      get: {
        ...operation('getReferral', 'Reads a referral.'),
        responses: {
          '200': { description: 'The referral.', headers: tag, ...jsonContent(referral) },
          ...refusals('get'),
        },
      },
      patch: {
        ...operation('patchReferral', 'Changes a referral by a JSON Patch, whose media type is application/json.'),
        parameters: [
          ifMatch,
          parameter('header', 'Prefer', 'return=representation: answer with the referral.', {
            enum: ['return=representation', 'return=minimal'],
          }),
        ],
        requestBody: bodyOf({ type: 'array', minItems: 1, items: reference('patchOperation') }, true),
        responses: {
          '200': { description: 'The changed referral.', headers: tag, ...jsonContent(referral) },
          '204': { description: 'It was changed.' },
          ...refusals('patch'),
        },
      },
      put: {
        ...operation('replaceReferral', 'Replaces a referral, except for what the server sets.'),
        deprecated: true,
        parameters: [{ ...ifMatch, required: true }],
        requestBody: bodyOf(referral, true),
        responses: {
          '200': { description: 'The changed referral.', headers: tag, ...jsonContent(referral) },
          ...refusals('put'),
        },
      },
    },
    '/v1.0/referrals': {
      get: {
        ...operation('readNextPage', 'Reads a page by the path of nextLink.'),
        parameters: [{ ...skipToken, required: true }, requestId],
        responses: { '200': page, ...refusals('list') },
      },
    },
  };
}

function operation(operationId: string, summary: string): JsonObject {
  return { operationId, summary, tags: ['referrals'] };
}

function refusals(of: Operation): JsonObject {
  return {
    ...refusalsOf(of),
    '429': throttled,
    default: { description: 'Any other response comes from a fault.' },
  };
}
