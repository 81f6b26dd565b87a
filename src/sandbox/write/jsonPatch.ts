import { isObject, type Json, type JsonObject } from '../../base/json.ts';
import { inEnglish } from '../../base/l10n.ts';
import { bindValue, unknownProperty } from '../../referral/rules/bindValue.ts';
import { isDocumentedPath } from '../../referral/rules/documentedPaths.ts';
import {
  holdsMembers,
  isElement,
  isFixedPath,
  isReadOnlyPath,
  referralSchema,
  schemaAt,
} from '../../referral/rules/schema.ts';
import { refuse, type RequestRefusal } from '../http/requestRefusal.ts';
import { bodyReport, type WriteSettings } from './writeSettings.ts';

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
  if (!Array.isArray(body)) {
    throw refuse('patch-array', 'The body must be a JSON Patch: an array of operations.', 'body');
  }
  return body.map((operation, index) => readOperation(operation, index, strict));
}

/**
 * Applies the operations in order and changes `content`. After an error `content` is partly changed, so pass a copy.
 * Values are converted by the schema. `replace` and `add` both set a property, even if it is absent: the service
 * presumably applies patches to a typed model in which all properties exist (docs/api.md, Patching).
 * @throws RequestRefusal 400 if a path doesn't exist
 */
export function applyPatch(content: JsonObject, operations: readonly PatchOperation[], settings: WriteSettings): void {
  for (const operation of operations) applyOperation(content, operation, settings);
}

function readOperation(operation: Json, index: number, strict: boolean): PatchOperation {
  const invalid = (problem: string, target: string): RequestRefusal =>
    refuse('patch-operation', `Operation ${index}${problem}`, target);
  if (!isObject(operation)) throw invalid(' is not an object.', `body/${index}`);
  const { op, path, value } = operation;
  if (op !== 'add' && op !== 'replace') {
    throw invalid(`: op must be add or replace, not ${JSON.stringify(op ?? null)}.`, `body/${index}/op`);
  }
  if (typeof path !== 'string') throw invalid(' has no path.', `body/${index}/path`);
  if (value === undefined) throw invalid(' has no value.', path);
  const steps = readPointer(path);
  if (op === 'replace' && steps.at(-1) === '-') {
    throw refuse('patch-path', `Only add can append with "${path}".`, path);
  }
  if (steps[0] === 'registrations' && steps.length < 3 && steps[1] !== '-') {
    const message = `${path} cannot be changed: add a registration at /registrations/-, or edit members of its contract and solutionDetails.`;
    throw refuse('registration-path', message, path);
  }
  if (isFixedPath(steps)) {
    const message = `${path} is fixed when the deal is created and cannot be changed.`;
    throw refuse(strict ? 'portal-fixed' : 'server-set', message, path);
  }
  if (isReadOnlyPath(steps)) {
    throw refuse('server-set', `${path} is set by the server and cannot be changed.`, path);
  }
  if (strict && !isDocumentedPath(steps)) throw refuse('connector-path', `${path} cannot be changed by PATCH.`, path);
  return { op, path, steps, value };
}

function readPointer(path: string): string[] {
  const [root, ...steps] = path.split('/');
  if (root !== '' || steps.length === 0 || /~(?![01])/.test(path)) {
    throw refuse('patch-path', `"${path}" is not a JSON pointer such as /details/notes.`, path);
  }
  // Assigning to this name would set the prototype.
  if (steps.includes('__proto__')) throw refuse('patch-path', `${path} does not exist.`, path);
  return steps.map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function applyOperation(content: JsonObject, operation: PatchOperation, settings: WriteSettings): void {
  const { op, path, steps, value } = operation;
  const schema = schemaAt(steps);
  const parent = findParent(content, steps);
  const last = steps.at(-1) ?? '';
  const bind = (stored: Json | undefined): Json | undefined =>
    schema ? bindValue(value, schema, path, bodyReport(settings), stored) : value;
  if (Array.isArray(parent)) {
    const index = last === '-' ? parent.length : /^(0|[1-9]\d{0,8})$/.test(last) ? Number(last) : -1;
    if (index < 0 || index > parent.length || (op === 'replace' && index === parent.length)) throw missing(operation);
    const bound = bind(Object.assign({}, ...parent.filter(isObject)) as JsonObject);
    if (bound !== undefined) parent.splice(index, op === 'replace' ? 1 : 0, bound);
  } else if (isObject(parent) && last !== '-') {
    const stored = Object.hasOwn(parent, last) ? parent[last] : undefined;
    if (!schema && stored === undefined) throw missing(operation);
    const bound = bind(stored);
    if (bound !== undefined) parent[last] = bound;
  } else {
    throw missing(operation);
  }
}

/** The refusal of a path that no referral has and that resembles one, unless the name is a member somewhere else. */
export function misspelt(operation: PatchOperation, isMember: (name: string) => boolean): RequestRefusal | undefined {
  const { steps } = operation;
  const unknown = steps.find((_, index) => !schemaAt(steps.slice(0, index + 1)));
  if (unknown === undefined || isMember(unknown)) return undefined;
  const refusal = missing(operation);
  return refusal.message.includes('Did you mean') ? refusal : undefined;
}

/** Says which step of the path doesn't exist, and what was probably meant. */
function missing({ path, steps }: PatchOperation): RequestRefusal {
  const at = steps.findIndex((_, index) => !schemaAt(steps.slice(0, index + 1)));
  const parent = at < 0 ? undefined : schemaAt(steps.slice(0, at), referralSchema);
  const step = steps[at];
  const isName = parent && step !== undefined && !isElement(step) && holdsMembers(steps.slice(0, at));
  const pointer = steps
    .slice(0, Math.max(at, 0))
    .map((name) => `/${name}`)
    .join('');
  const why = isName ? ` ${unknownProperty(step, parent, pointer)(inEnglish)}` : '';
  return refuse('patch-path', `${path} does not exist.${why}`, path);
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

/** True for paths of registrations, which can be changed after the deal is won. */
export function isRegistrationPath(steps: readonly string[]): boolean {
  return steps[0] === 'registrations' && steps.length > 1;
}
