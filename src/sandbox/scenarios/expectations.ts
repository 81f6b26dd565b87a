import type { Json } from '../../base/json.ts';
import { contentOf, type StoredReferral } from '../store/store.ts';
import type { Space } from '../http/space.ts';
import type { CommandEnd } from './command.ts';
import { describeExpected, describeMissing, describePattern, differences, meetsPattern } from './patterns.ts';
import type { ReceivedVersions } from './receivedVersions.ts';
import type { Failure } from './result.ts';
import { written, type CallPattern, type Expectation, type Placed, type StatePattern } from './scenario.ts';

/** What is looked at when a scenario has been played. */
export interface Outcome {
  readonly space: Space;
  readonly ends: readonly CommandEnd[];
  readonly received: Pick<ReceivedVersions, 'given' | 'latest'>;
  /** A step ended a run of the command, which is none of `ends`. */
  readonly wasStopped: boolean;
  /** Id of the referral that `$written` stands for. */
  readonly written: string | undefined;
}

/** Undefined if the expectation holds. */
export function judge(expectation: Placed<Expectation>, outcome: Outcome): Failure | undefined {
  const told = tell(expectation, outcome);
  if (!told) return undefined;
  const { expected, seen } = told;
  return { range: expectation.range, ...told, message: `Expected ${expected}, but ${seen}.` };
}

interface Told {
  readonly expected: string;
  readonly seen: string;
  readonly values?: { readonly expected: string; readonly seen: string };
}

function tell(expectation: Expectation, outcome: Outcome): Told | undefined {
  switch (expectation.kind) {
    case 'state':
      return tellState(expectation.state, outcome);
    case 'received':
      return tellReceived(expectation, outcome);
    case 'calls':
      return tellCalls(expectation.call, expectation, outcome);
    case 'noFindings':
      return tellFindings(expectation.severity, outcome);
    case 'finding': {
      const rules = outcome.space.coach.list().map(({ rule }) => rule);
      if (rules.includes(expectation.rule)) return undefined;
      const seen = rules.length === 0 ? 'there is no finding' : `there are ${[...new Set(rules)].join(', ')}`;
      return { expected: `a finding of the rule ${expectation.rule}`, seen };
    }
    case 'exitCode':
      return tellEnd(expectation.code, outcome);
  }
}

function tellState(state: StatePattern, outcome: Outcome): Told | undefined {
  const referral = findReferral(state.referral, outcome);
  if (!referral) return tellNone(state.referral, outcome);
  const found = differences(contentOf(referral), state);
  if (found.length === 0) return undefined;
  const expected = found.map(describeExpected).join(', ');
  const seen = found.map((each) =>
    each.seen === undefined ? describeMissing(each) : `${each.name} is ${JSON.stringify(each.seen)}`,
  );
  const values = {
    expected: listValues(found.map(({ name, expected: value }) => [name, value])),
    seen: listValues(found.map(({ name, seen: value }) => [name, value])),
  };
  return { expected: `${expected} of ${state.referral}`, seen: seen.join(', '), values };
}

function tellReceived(
  { referral: name, ifKnown }: Expectation & { kind: 'received' },
  outcome: Outcome,
): Told | undefined {
  const { space, received } = outcome;
  const referral = findReferral(name, outcome);
  if (!referral) return tellNone(name, outcome);
  const { key } = referral;
  const [given, latest] = [received.given(key), received.latest(key)];
  if (given === latest || (given === 0 && ifKnown)) return undefined;
  const expected = `that the command receives version ${latest} of ${name}, the latest`;
  if (given === 0) return { expected, seen: 'it received none' };
  const missed = space.history.list({ referral: key }).slice(given - latest);
  const paths = [...new Set(missed.flatMap((change) => change.paths))].join(', ');
  const seen = `it received version ${given} last${paths === '' ? '' : `, and not the changes of ${paths}`}`;
  return { expected, seen };
}

/** @param name an id, or `$written` */
function findReferral(name: string, { space, written: writtenId }: Outcome): StoredReferral | undefined {
  const id = name === written ? writtenId : name;
  return id === undefined ? undefined : space.state.store.find(id);
}

function tellNone(name: string, outcome: Outcome): Told {
  const seen = name === written ? describeUnwritten(outcome) : 'there is none';
  return { expected: `a referral ${name}`, seen };
}

/** Why there is no `$written`. */
function describeUnwritten({ space }: Outcome): string {
  const writes = ['PATCH', 'PUT'].some((method) => countCalls(space, { method }) > 0);
  return writes ? 'no PATCH or PUT of the command was to a referral that exists' : 'the command made no PATCH or PUT';
}

/** A line for each value that there is. */
function listValues(entries: readonly (readonly [string, Json | undefined])[]): string {
  return entries
    .flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${JSON.stringify(value)}`]))
    .join('\n');
}

function tellCalls(
  call: CallPattern,
  { atLeast, atMost }: { readonly atLeast?: number; readonly atMost?: number },
  { space }: Outcome,
): Told | undefined {
  const least = atLeast ?? (atMost === undefined ? 1 : 0);
  const most = atMost ?? Infinity;
  const count = countCalls(space, call);
  if (count >= least && count <= most) return undefined;
  const limit = count < least ? least : most;
  const number = count < least ? `at least ${least}` : most === 0 ? 'no' : `at most ${most}`;
  const seen = count === 0 ? 'there was none' : count === 1 ? 'there was 1' : `there were ${count}`;
  return { expected: `${number} ${describePattern(call, limit)}`, seen };
}

/** Number of calls that meet a pattern. */
export function countCalls({ calls }: Space, pattern: CallPattern): number {
  return calls.list().filter((call) => meetsPattern(call, pattern)).length;
}

function tellFindings(severity: 'error' | 'warning', { space }: Outcome): Told | undefined {
  const counted = severity === 'error' ? ['error'] : ['error', 'warning'];
  const found = space.coach.list().filter((finding) => counted.includes(finding.severity));
  if (found.length === 0) return undefined;
  const seen = found.map(({ rule }) => rule).join(', ');
  return {
    expected: `no finding of severity ${counted.join(' or ')}`,
    seen: found.length === 1 ? `there is ${seen}` : `there are ${seen}`,
  };
}

function tellEnd(code: number, { ends, wasStopped }: Outcome): Told | undefined {
  const other = ends.find(({ exitCode }) => exitCode !== code);
  if (ends.length > 0 && !other) return undefined;
  const expected = `exit code ${code}`;
  if (!other) {
    return { expected, seen: wasStopped ? 'the command was ended by the step "stop"' : 'the command was not run' };
  }
  const seen =
    other.exitCode === undefined ? `the signal ${other.signal} ended the command` : `it was ${other.exitCode}`;
  return { expected, seen };
}
