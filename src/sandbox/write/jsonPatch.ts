import { invalidRequest } from '../http/requestRefusal.ts';
import { conform, holdsMembers, isElement, schemaAt } from './conform.ts';
import { isObject, type Json, type JsonObject } from '../../base/json.ts';
import { isServerSetInRegistration, serverSet } from './serverSet.ts';

/** An operation of a JSON Patch; the service supports only these two (docs/api.md, Patching). */
export interface PatchOperation {
  readonly op: 'add' | 'replace';
  /** As sent, for messages. */
  readonly path: string;
  /** The path's steps, escapes resolved. */
  readonly steps: readonly string[];
  readonly value: Json;
}

/**
 * Reads a PATCH body and checks what doesn't depend on the referral, before anything is applied.
 * @throws RequestRefusal 400 whose target is the path or the position in the body
 */
export function readPatch(body: Json, strict: boolean): PatchOperation[] {
  if (!Array.isArray(body)) throw invalidRequest('The body must be a JSON Patch: an array of operations.', 'body');
  if (body.length === 0) throw invalidRequest('The JSON Patch holds no operation.', 'body');
  return body.map((operation, index) => readOperation(operation, index, strict));
}

/**
 * Applies the operations in order and changes `content`. After an error `content` is partly changed, so pass a copy.
 * Values are converted by the schema. `replace` and `add` both set a property, even if it is absent: the service
 * presumably applies patches to a typed model in which all properties exist (docs/api.md, Patching).
 * @throws RequestRefusal 400 if a path doesn't exist
 */
export function applyPatch(content: JsonObject, operations: readonly PatchOperation[]): void {
  for (const operation of operations) applyOperation(content, operation);
}

function readOperation(operation: Json, index: number, strict: boolean): PatchOperation {
  if (!isObject(operation)) throw invalidRequest(`Operation ${index} is no object.`, `body/${index}`);
  const { op, path, value } = operation;
  if (op !== 'add' && op !== 'replace') {
    throw invalidRequest(
      `Operation ${index}: op must be add or replace, not ${JSON.stringify(op ?? null)}.`,
      `body/${index}/op`,
    );
  }
  if (typeof path !== 'string') throw invalidRequest(`Operation ${index} has no path.`, `body/${index}/path`);
  if (value === undefined) throw invalidRequest(`Operation ${index} has no value.`, path);
  const steps = readPointer(path);
  if (op === 'replace' && steps.at(-1) === '-') throw invalidRequest(`Only add can append with "${path}".`, path);
  if (serverSet.has(steps[0] ?? '') || steps[0] === 'mpnId' || isServerSetInRegistration(steps)) {
    throw invalidRequest(`${path} is set by the server and cannot be changed.`, path);
  }
  if (strict && !isConnectorPath(steps)) throw invalidRequest(`${path} cannot be changed by PATCH.`, path);
  return { op, path, steps, value };
}

function readPointer(path: string): string[] {
  const [root, ...steps] = path.split('/');
  if (root !== '' || steps.length === 0 || /~(?![01])/.test(path)) {
    throw invalidRequest(`"${path}" is no JSON pointer such as /details/notes.`, path);
  }
  // Assigning to this name would set the prototype.
  if (steps.includes('__proto__')) throw invalidRequest(`${path} does not exist.`, path);
  return steps.map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function applyOperation(content: JsonObject, { op, path, steps, value }: PatchOperation): void {
  const nowhere = invalidRequest(`${path} does not exist.`, path);
  const schema = schemaAt(steps);
  const parent = findParent(content, steps);
  const last = steps.at(-1) ?? '';
  if (Array.isArray(parent)) {
    const index = last === '-' ? parent.length : /^(0|[1-9]\d{0,8})$/.test(last) ? Number(last) : -1;
    if (index < 0 || index > parent.length || (op === 'replace' && index === parent.length)) throw nowhere;
    const bound = schema ? conform(value, schema, path) : value;
    parent.splice(index, op === 'replace' ? 1 : 0, bound);
  } else if (isObject(parent) && last !== '-') {
    if (!schema && !Object.hasOwn(parent, last)) throw nowhere;
    parent[last] = schema ? conform(value, schema, path) : value;
  } else {
    throw nowhere;
  }
}

/**
 * The parent of the last step. Arrays and objects of the schema are created if they are null or absent. An object in
 * place of an array, as the service sends some (`ids: {}`), is wrapped in an array (docs/api.md, Properties).
 */
function findParent(content: JsonObject, steps: readonly string[]): Json | undefined {
  let parent: Json | undefined = content;
  for (const [index, step] of steps.slice(0, -1).entries()) {
    if (isObject(parent)) {
      const child: Json | undefined = Object.hasOwn(parent, step) ? parent[step] : undefined;
      const wantsArray = index === steps.length - 2 && isElement(steps.at(-1) ?? '') && schemaAt(steps) !== undefined;
      if (wantsArray && isObject(child)) parent[step] = Object.keys(child).length > 0 ? [child] : [];
      else if (child === undefined || child === null) {
        if (wantsArray && steps.at(-1) === '-') parent[step] = [];
        else if (holdsMembers(steps.slice(0, index + 1))) parent[step] = {};
      }
      parent = Object.hasOwn(parent, step) ? parent[step] : undefined;
    } else {
      parent = Array.isArray(parent) && /^(0|[1-9]\d{0,8})$/.test(step) ? parent[Number(step)] : undefined;
    }
  }
  return parent;
}

/** The paths of the connector (docs/api.md, Patching), the only ones in strict mode. `*` is an array index. */
const connectorPaths = new Set([
  '/status',
  '/substatus',
  '/statusReason',
  '/details/dealValue',
  '/details/currency',
  '/details/closingDateTime',
  '/details/notes',
  '/details/requirements/solutions',
  '/details/requirements/solutions/-',
  '/team',
  '/team/-',
  '/customerProfile/team',
  '/customerProfile/team/-',
  '/consent/consentToShareReferralWithMicrosoftSellers',
  '/externalReferenceId',
  '/campaignId',
  '/referralProgram',
  '/salesStage',
  '/registrations/-',
  ...['startDateTime', 'endDateTime', 'signDateTime', 'term', 'value'].map(
    (name) => `/registrations/*/contract/${name}`,
  ),
  ...[
    'value',
    'currency',
    'isDeployedOnAzure',
    'primaryDeploymentOn',
    'pricingModel',
    'marketplaceTransactionDetails/isMarketplaceTransacted',
    'marketplaceTransactionDetails/marketplaceTransactionDateTime',
  ].map((name) => `/registrations/*/solutionDetails/*/${name}`),
]);

function isConnectorPath(steps: readonly string[]): boolean {
  return connectorPaths.has(steps.map((step) => `/${/^\d+$/.test(step) ? '*' : step}`).join(''));
}

/** True for paths of registrations, which can be changed after the deal is won. */
export function isRegistrationPath(steps: readonly string[]): boolean {
  return steps[0] === 'registrations' && steps.length > 1;
}
