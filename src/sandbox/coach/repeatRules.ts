import type { CoachRule } from './coachRule.ts';
import { isRefusal, writeKeyOf } from './clientHistory.ts';
import { dealKeyOf, nameOfDeal } from './dealKey.ts';
import type { FailedWrite } from './failedWrites.ts';
import { comesAtOnceRightly, leastWaitMs, type Failure } from './failures.ts';
import { keyOf, type ObservedCall } from './observedCall.ts';

/** A timer may fire a little early, and a date has whole seconds. */
const toleranceMs = 100;
/** A wait of this length may stay the same. */
const longWaitMs = 1000;

/** Rules about sending a call again. */
export const repeatRules: readonly CoachRule[] = [
  {
    id: 'retry-after-ignored',
    severity: 'error',
    evidence: 'documented',
    source: 'REST 2019, Errors',
    title: 'A call is not repeated before Retry-After has passed.',
    meaning:
      'The same call comes again before the time is over, in real time; the header has seconds or a date. Each such call counts, and throttling goes on. Calls that ran already do not matter.',
    example: `const after = response.headers.get('retry-after') ?? '';
const seconds = /^\\d+$/.test(after) ? Number(after) : (Date.parse(after) - Date.now()) / 1000; // or a date
if (response.status === 429) await sleep(1000 * (seconds > 0 ? seconds : 2 ** attempt));`,
    judge: (call, { failures }) => {
      const failure = failures.size === 0 ? undefined : failures.get(keyOf(call));
      if (failure?.retryAt === undefined || call.startedAt < failure.endedAt) return undefined;
      if (call.startedAt >= failure.retryAt - toleranceMs) return undefined;
      return `${nameOf(call)} was repeated after ${answerOf(failure)} before its Retry-After had passed. Wait as long as it says.`;
    },
  },
  {
    id: 'retry-without-back-off',
    severity: 'warning',
    evidence: 'documented',
    source: 'REST 2019, Errors',
    title: 'Repetitions wait, each longer than the one before.',
    meaning:
      'The same call comes again at once after 5xx, 429 or no answer, or after a short wait that is about as long as each of the three before. At once means in less than 50 ms. Right, and no finding: a first repetition of a GET at once, since libraries begin so, the connection may have been closed while it was idle, and a random wait may be short, but not a second one after it; one short wait after a longer one; waits of a second or more, also if they stay the same; and a write after a look at what became of it.',
    example: `for (let attempt = 0; attempt < 4; attempt++) {
  const response = await call();
  if (response.status < 500) return response;
  await sleep(2 ** attempt * 500 * (1 + Math.random()));
}`,
    judge: (call, { failures, unsureWrites }) => {
      const failure = failures.size === 0 ? undefined : failures.get(keyOf(call));
      if (!failure || failure.retryAt !== undefined || call.startedAt < failure.endedAt) return undefined;
      // Whoever has looked what became of a write knows that it is missing.
      if (call.bodyDigest !== '' && unsureWrites.get(writeKeyOf(call))?.hasLooked) return undefined;
      return waitsEnough(call, failure)
        ? undefined
        : `${nameOf(call)} was repeated after ${answerOf(failure)} without back-off. Wait before each repetition, longer each time, and give up after a few.`;
    },
  },
  {
    id: 'write-repeated-blindly',
    severity: 'error',
    evidence: 'advice',
    source: 'guess, Creating',
    title: 'After a write without an answer, the client looks before it writes again.',
    meaning:
      'After no answer or 5xx, which may come after the write was carried out, the same POST, or the same PATCH without If-Match, is sent again and nothing was read in between. A PATCH with If-Match is safe: if it was carried out, the eTag no longer matches.',
    example: `const { value } = await list('$orderby=createdDateTime desc');
if (!value.some(({ externalReferenceId }) => externalReferenceId === deal.externalReferenceId)) await post(deal);`,
    kinds: ['create', 'change'],
    judge: (call, { unsureWrites }) => {
      const before = unsureWrites.get(writeKeyOf(call));
      if (!before || before.hasLooked || call.startedAt < before.endedAt) return undefined;
      if (call.kind === 'change' && call.ifMatch !== null && call.ifMatch !== '*') return undefined;
      const answer = before.status === null ? 'no answer' : before.status;
      return `The same ${call.method} was sent again after ${answer}, which does not tell whether it was carried out. Look first: ${call.kind === 'create' ? 'list the latest deals and search for yours' : 'read the referral and send what is missing with its eTag'}.`;
    },
  },
  {
    id: 'refused-write-repeated',
    severity: 'warning',
    evidence: 'advice',
    source: 'REST 2019, Errors',
    title: 'A write that was refused is not sent again as it was.',
    meaning:
      'After a 4xx the same write comes again with the same If-Match, nothing was read and the referral was not changed in between, and it is refused again.',
    example: `if (response.status === 412) {
  const referral = await get(id); // then apply the change to what is there now
  await patch(id, operations, referral.eTag);
}`,
    kinds: ['create', 'change'],
    judge: (call, { refusedWrites }) => {
      if (!isRefusal(call.status)) return undefined;
      const before = refusedWrites.get(`${keyOf(call)} ${call.ifMatch ?? ''}`);
      if (!before || call.startedAt < before.endedAt) return undefined;
      return `The same ${call.method} was sent again after a refusal. ${call.ifMatch === null ? 'Correct it first.' : 'Read the referral and use its eTag.'}`;
    },
  },
  {
    id: 'write-given-up',
    severity: 'warning',
    evidence: 'advice',
    source: 'REST 2019, Errors',
    title: 'A write that fails for the moment is not forgotten.',
    meaning:
      'At the end of a scenario of `verify` whose command ended with exit code 0: after 429, 423, 412, 5xx or no answer to a write, the client neither wrote nor read the referral again, nor saw another version of it in a list; after a POST it neither posted the deal again nor searched for it among the latest created ones or with a filter. The change or the deal is lost, and nobody notices. The finding goes away when the client comes back to it, also in a later run. Right, and no finding: to give up what is refused for good, such as 400, 403, 404 or 409.',
    example: `if (response.status === 429 || response.status === 423) await queue.add(change, retryAfter(response));
else if (response.status === 412) await change(await get(id)); // what is to be written depends on what is there now`,
    isOfEnd: true,
    open: ({ failedWrites }) =>
      failedWrites.list().map((write) => ({ message: givenUp(write), requestIds: [write.requestId], times: 1 })),
  },
  {
    id: 'duplicate-post',
    severity: 'error',
    evidence: 'advice',
    source: 'guess, Creating',
    title: 'A deal is created once.',
    meaning:
      'Two POSTs create a deal with the same externalReferenceId, name and customer, or with the same body, while the first is not closed. The second POST of a co-sell deal has the engagementId of the first and is another record.',
    example: `const mine = all.find((referral) => referral.externalReferenceId === opportunity.id);
if (!mine) await post(toReferral(opportunity));`,
    kinds: ['create'],
    judge: (call, history) => {
      const first = call.facts.created === undefined ? undefined : history.created.get(dealKeyOf(call));
      if (first === undefined || history.isClosed(first)) return undefined;
      return `${nameOfDeal(call.facts.body)} was created twice. Keep the id that POST returns, and search for the deal before a POST is repeated.`;
    },
  },
  {
    id: 'body-of-204-read',
    severity: 'info',
    evidence: 'advice',
    source: 'REST 2020, Patching',
    title: 'After 204 there is no body; who needs the referral sends Prefer: return=representation.',
    meaning:
      'A PATCH without Prefer was answered with 204, and the very next call is the same PATCH with the same If-Match, as by a client that fails to parse the empty body. The sandbox sees only the repetition.',
    example: `PATCH /v1.0/engagements/referrals/{id}
If-Match: "2a00c1f0-0000-0100-0000-69a9b4620000"
Prefer: return=representation`,
    kinds: ['change'],
    judge: (call, { latest }) => {
      if (!latest?.isEmptyPatch || call.startedAt < latest.endedAt) return undefined;
      if (latest.key !== keyOf(call) || latest.ifMatch !== call.ifMatch) return undefined;
      return 'A PATCH was sent again although it was answered with 204. That means done, without a body to parse; send Prefer: return=representation to get the referral.';
    },
  },
];

function waitsEnough(call: ObservedCall, failure: Failure): boolean {
  const wait = call.startedAt - failure.endedAt;
  if (wait >= longWaitMs || comesAtOnceRightly(call, failure)) return true;
  const waits = [...failure.waits, wait];
  const shortOnes = waits.filter((each) => each < leastWaitMs).length;
  // A random wait may be short by chance, but hardly two of a few.
  if (wait < leastWaitMs) return waits.length > 1 && shortOnes === 1;
  return waits.length < 4 || !areAlike(waits.slice(-4));
}

/** True for waits that neither grow nor are random. */
function areAlike(waits: readonly number[]): boolean {
  return Math.max(...waits) < 1.25 * Math.min(...waits);
}

function givenUp({ method, status }: FailedWrite): string {
  const isUnsure = status === null || status >= 500;
  const answer = status === null ? 'had no answer' : `got ${status}`;
  if (method === 'POST') {
    const instead = isUnsure ? 'Search for it, and post it if it is not there.' : 'Wait, and post it again.';
    return `POST ${answer} and was given up: the deal was neither searched for nor posted again. ${instead}`;
  }
  const instead = isUnsure
    ? 'Read it, and send what is missing.'
    : status === 412
      ? 'Read it, and apply the change to what is there now.'
      : 'Wait, and send the change again.';
  return `${method} of a referral ${answer} and was given up: the referral was neither read nor written again. ${instead}`;
}

function nameOf({ method, kind }: ObservedCall): string {
  return kind === 'list' ? 'GET of the list' : `${method}${kind === 'create' ? '' : ' of a referral'}`;
}

function answerOf({ status }: Failure): string {
  return status === null ? 'no answer' : String(status);
}
