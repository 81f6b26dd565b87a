import { basename } from 'node:path';
import { findNodeAtLocation, parseTree, type Node } from 'jsonc-parser';
import { isObject, member, parseJson, text, type Json, type JsonObject } from '../../base/json.ts';
import { keysOf } from '../../referral/leaves.ts';
import { closestName } from '../../referral/rules/closestName.ts';
import { findSyntaxError } from '../../referral/syntaxError.ts';
import { coachRules } from '../coach/rules.ts';
import { readFault } from '../faults/readFault.ts';
import { RequestRefusal } from '../http/requestRefusal.ts';
import { readSeed, SeedError } from '../seed/seed.ts';
import { doubtToken } from '../http/callers.ts';
import { checkArrival } from '../time/arrivalMembers.ts';
import { readWebhook } from '../webhooks/readWebhook.ts';
import { misspelt, readPatch } from '../write/jsonPatch.ts';
import { readAuthorization } from './authorization.ts';
import { webhookInput } from './webhookInput.ts';
import { findShapeProblem, type ShapeSchema } from './checkShape.ts';
import schema from './partner-scenario.schema.json' with { type: 'json' };
import type { MicrosoftMove } from '../time/microsoftMove.ts';
import type { Expectation, Need, Placed, Range, Scenario, StatePattern, Step } from './scenario.ts';

/** A scenario file that can't be used. The message has the file, the line, the column and the next step. */
export class ScenarioError extends Error {
  override readonly name = 'ScenarioError';
  readonly range: Range;
  /** The message without the place. */
  readonly problem: string;

  constructor(file: string, range: Range, problem: string) {
    super(`${file}:${range.start.line}:${range.start.column}: ${problem}`);
    this.range = range;
    this.problem = problem;
  }
}

/** The file's name without `.scenario.json`. */
export function scenarioName(file: string): string {
  return basename(file).replace(/(\.scenario)?\.json$/i, '');
}

/**
 * Reads a scenario file.
 * @param file its path, for the name and for messages
 * @throws ScenarioError
 */
export function readScenario(content: string, file: string): Scenario {
  return new Reader(content.replace(/^\uFEFF/, ''), file).read();
}

class Reader {
  readonly #text: string;
  readonly #file: string;

  constructor(content: string, file: string) {
    this.#text = content;
    this.#file = file;
  }

  read(): Scenario {
    const root = this.#parse();
    const problem = findShapeProblem(root, schema as unknown as ShapeSchema);
    if (problem) throw this.#error(problem.node, problem.message);
    const value = this.#valueOf(root) as JsonObject;
    const seed = findNodeAtLocation(root, ['seed']);
    const steps = (findNodeAtLocation(root, ['steps'])?.children ?? []).map((node) =>
      this.#placed(node, this.#step(node)),
    );
    const expect = (findNodeAtLocation(root, ['expect'])?.children ?? []).map((node) =>
      this.#placed(node, this.#expectation(node)),
    );
    this.#checkRuns(root, steps);
    const token = text(value.token) ?? 'sandbox-admin';
    const doubt = doubtToken(token);
    if (doubt !== undefined) throw this.#error(this.#nodeAt(root, ['token']), `There is no token "${token}". ${doubt}`);
    const needs = value.needs === undefined ? undefined : readNeed(value.needs);
    return {
      name: scenarioName(this.#file),
      title: text(value.title) ?? '',
      file: this.#file,
      ...(seed && { seed: this.#readSeed(seed) }),
      ...(typeof value.count === 'number' && { count: value.count }),
      token,
      ...(needs && { needs }),
      steps,
      expect,
    };
  }

  #parse(): Node {
    let root: Node | undefined;
    try {
      // The strict parser decides what is JSON; the other one knows where it stands.
      parseJson(this.#text);
      root = parseTree(this.#text);
    } catch {
      root = undefined;
    }
    if (root) return root;
    const { what, line, column } = findSyntaxError(this.#text);
    const at = { line, column };
    const problem = `This is not valid JSON: ${what}. Correct it there and try again.`;
    throw new ScenarioError(this.#file, { start: at, end: at }, problem);
  }

  #readSeed(node: Node): string {
    const seed = this.#text.slice(node.offset, node.offset + node.length);
    try {
      Array.from(readSeed(seed, 'seed'));
    } catch (error) {
      if (error instanceof SeedError) throw this.#error(node, error.message);
      throw error;
    }
    return seed;
  }

  #step(node: Node): Step {
    const [[kind, value] = ['', null]] = Object.entries(this.#valueOf(node) as JsonObject);
    switch (kind) {
      case 'run':
        return { kind, how: value as 'start' | 'toEnd' | 'stop' };
      case 'advanceDays':
        return { kind, days: value as number };
      case 'arrive':
        this.#refusing(node, ['arrive'], () => checkArrival(value));
        return { kind, members: value as JsonObject };
      case 'microsoft':
        return { kind, referral: textAt(value, 'referral'), does: member(value, 'does') as MicrosoftMove };
      case 'fault':
        return { kind, fault: this.#refusing(node, ['fault'], () => readFault(value)) };
      case 'webhooks':
        this.#refusing(node, ['webhooks'], () => readWebhook(webhookInput(value as JsonObject, 9), anySandbox, false));
        return { kind, webhooks: value as JsonObject };
      case 'write': {
        const as = readAuthorization(textAt(value, 'as'));
        if (as === undefined) {
          throw this.#error(
            this.#nodeAt(node, ['write', 'as']),
            `Nobody is called "${textAt(value, 'as')}". Write a token such as sandbox-admin or sandbox-user:mia@contoso.example.`,
          );
        }
        const patch = member(value, 'patch') ?? null;
        this.#refusing(node, ['write', 'patch'], () => this.#checkPatch(patch));
        return { kind, write: { as, referral: textAt(value, 'referral'), patch } };
      }
      default: {
        const seconds = Number(member(value, 'seconds'));
        const { call } = value as JsonObject;
        if (call === undefined) return { kind: 'waitForState', state: readState(member(value, 'state')), seconds };
        const { atLeast = 1, ...pattern } = call as { atLeast?: number };
        return { kind: 'waitForCall', call: pattern, atLeast, seconds };
      }
    }
  }

  #expectation(node: Node): Expectation {
    const expectation = readExpectation(this.#valueOf(node));
    if (expectation.kind === 'finding') this.#checkRule(node, expectation.rule);
    if (expectation.kind !== 'calls') return expectation;
    const { atLeast = 0, atMost = Infinity } = expectation;
    if (atLeast <= atMost) return expectation;
    throw this.#error(
      node,
      `At least ${atLeast} and at most ${atMost} calls can't both be. Change one of the numbers.`,
    );
  }

  /** Also the names in paths: a write to `$written` that is refused would only wait for another referral. */
  #checkPatch(patch: Json): void {
    for (const operation of readPatch(patch, false)) {
      const refusal = misspelt(operation, (name) => this.#text.includes(JSON.stringify(name)));
      if (refusal) throw refusal;
    }
  }

  /** A rule that this sandbox doesn't know may be of a later one; its expectation just doesn't hold. */
  #checkRule(node: Node, rule: string): void {
    const rules = coachRules.map(({ id }) => id);
    const meant = rules.includes(rule) ? undefined : closestName(rule, rules);
    if (meant === undefined) return;
    const problem = `There is no rule "${rule}". Did you mean "${meant}"?`;
    throw this.#error(this.#nodeAt(node, ['findings', 'rule']), problem);
  }

  /** A command runs once at a time. */
  #checkRuns(root: Node, steps: readonly Placed<Step>[]): void {
    let runs = false;
    for (const [index, step] of steps.entries()) {
      if (step.kind !== 'run') continue;
      const problem =
        step.how === 'start' && runs
          ? 'The command runs already. Wait for its end with { "run": "toEnd" } first.'
          : step.how === 'stop' && !runs
            ? 'The command does not run. Start it with { "run": "start" } first.'
            : undefined;
      if (problem !== undefined) throw this.#error(this.#nodeAt(root, ['steps', index, 'run']), problem);
      runs = step.how === 'start';
    }
  }

  /** Turns the refusal of a call that the step stands for into an error at the member that it names. */
  #refusing<T>(node: Node, path: readonly (string | number)[], read: () => T): T {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof RequestRefusal)) throw error;
      const target = text(member(error.body.error, 'target')) ?? '';
      const root = this.#nodeAt(node, path);
      const inside = target.startsWith('/') ? nodeAtPointer(root, target) : findNodeAtLocation(root, [target]);
      const operations = root.children ?? [];
      const operation = operations.find((each) => findNodeAtLocation(each, ['path'])?.value === target);
      throw this.#error(inside ?? operation ?? root, error.message);
    }
  }

  #nodeAt(node: Node, path: readonly (string | number)[]): Node {
    return findNodeAtLocation(node, [...path]) ?? node;
  }

  /** As JSON.parse reads it: prototypes are safe, and numbers are those of the text. */
  #valueOf({ offset, length }: Node): Json {
    return parseJson(this.#text.slice(offset, offset + length));
  }

  #placed<T extends object>(node: Node, value: T): Placed<T> {
    return { ...value, range: this.#rangeOf(node) };
  }

  #rangeOf({ offset, length }: Node): Range {
    return { start: this.#positionOf(offset), end: this.#positionOf(offset + length) };
  }

  #positionOf(offset: number): { line: number; column: number } {
    const lines = this.#text.slice(0, offset).split(/\r\n|\r|\n/);
    return { line: lines.length, column: (lines.at(-1) ?? '').length + 1 };
  }

  #error(node: Node, problem: string): ScenarioError {
    return new ScenarioError(this.#file, this.#rangeOf(node), problem);
  }
}

/** Undefined also for the pointer of a patch, whose value is not at its place. */
function nodeAtPointer(root: Node, pointer: string): Node | undefined {
  let node: Node | undefined = root;
  for (const key of keysOf(pointer)) {
    node = node && findNodeAtLocation(node, [node.type === 'array' ? Number(key) : key]);
  }
  return node;
}

/** Where the sandbox will listen isn't known yet. */
const anySandbox = new URL('http://127.0.0.1:0');

function readExpectation(value: Json): Expectation {
  const [[kind, expected] = ['', null]] = Object.entries(value as JsonObject);
  if (kind === 'state') return { kind, state: readState(expected) };
  if (kind === 'received') {
    const ifKnown = member(expected, 'ifKnown') === true;
    return { kind, referral: textAt(expected, 'referral'), ...(ifKnown && { ifKnown }) };
  }
  if (kind === 'exitCode') return { kind, code: expected as number };
  if (kind === 'findings') {
    const rule = text(member(expected, 'rule'));
    if (rule !== undefined) return { kind: 'finding', rule };
    return { kind: 'noFindings', severity: member(expected, 'none') as 'error' | 'warning' };
  }
  const { atLeast, atMost, ...call } = expected as { atLeast?: number; atMost?: number };
  return {
    kind: 'calls',
    call,
    ...(atLeast !== undefined && { atLeast }),
    ...(atMost !== undefined && { atMost }),
  };
}

function readNeed(value: Json): Need {
  const call = member(value, 'call');
  if (call === undefined) return { kind: 'receiver' };
  return { kind: 'call', call: call as object };
}

function readState(value: Json | undefined): StatePattern {
  const { referral, ...values } = isObject(value) ? value : {};
  return { referral: text(referral) ?? '', values };
}

function textAt(value: Json, name: string): string {
  return text(member(value, name)) ?? '';
}
