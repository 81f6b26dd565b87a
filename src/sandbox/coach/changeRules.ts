import type { CoachRule } from './coachRule.ts';
import { isEchoLoop } from './echoChain.ts';
import { invitesAlone, invitesNobody } from './invitation.ts';
import { refusedBy } from './refusedBy.ts';
import { removedBy, removingPaths } from './removals.ts';

/** Rules about changing a referral that others change, too. */
export const changeRules: readonly CoachRule[] = [
  {
    id: 'write-without-if-match',
    severity: 'warning',
    evidence: 'documented',
    source: 'REST 2020, Patching',
    title: 'A change has If-Match with the eTag of what it is based on.',
    meaning:
      'Without If-Match, or with *, the last writer wins: a change of Microsoft or of a colleague is overwritten.',
    example: `PATCH /v1.0/engagements/referrals/{id}
If-Match: "2a00c1f0-0000-0100-0000-69a9b4620000"`,
    kinds: ['change'],
    judge: (call, history) => {
      const { ifMatch, status, method } = call;
      const isApplied = status === null || status < 300 || status >= 500;
      if (method !== 'PATCH' || !isApplied) return putWithout(call, history);
      if (ifMatch === null || ifMatch === '') {
        return 'PATCH without If-Match overwrites what others changed meanwhile. Send the eTag of the referral that was read.';
      }
      if (ifMatch !== '*') return undefined;
      return 'If-Match: * overwrites what others changed meanwhile. Send the eTag of the referral that was read.';
    },
  },
  {
    id: 'stale-etag-after-own-write',
    severity: 'warning',
    evidence: 'documented',
    source: 'REST 2020, Patching',
    title: 'After its own write, a client uses the new eTag.',
    meaning:
      'A change is refused with 412 because its If-Match has an eTag that an earlier write of the same client replaced, and the client has written with it more often than it was given it: in a list, by a GET or in the answer to a write. Right, and no finding: two workers with one name that both got it before either writes, of which one is refused; and a write after one without an answer.',
    example: `const { eTag } = await patch(id, first, referral.eTag, { Prefer: 'return=representation' });
await patch(id, second, eTag);`,
    kinds: ['change'],
    judge: ({ status, ifMatch, startedAt, id, facts }, { ownWrites, versions }) => {
      if (status !== 412 || ifMatch === null || facts.refusal?.rule !== 'latest-etag') return undefined;
      const own = ownWrites.get(id)?.replaced.find(({ eTag }) => eTag === ifMatch);
      if (!own || startedAt < own.endedAt || !versions.isUsedUp(id, ifMatch)) return undefined;
      return 'If-Match has an eTag that the client itself replaced by its last write. Take the new one from the response (Prefer: return=representation) or from a GET after 204.';
    },
  },
  {
    id: 'etag-changed',
    severity: 'error',
    evidence: 'documented',
    source: 'REST 2019, Formats',
    title: 'If-Match has the eTag as it came, with its double quotes.',
    meaning: 'A change is refused with 412 although the eTag is the latest: it lost its quotes, or got W/ or escapes.',
    example: `headers['If-Match'] = referral.eTag; // "\\"2a00c1f0-…\\"" in JSON: the quotes belong to the value`,
    kinds: ['change'],
    judge: ({ status, ifMatch, facts: { referral } }) => {
      if (status !== 412 || ifMatch === null || !referral || ifMatch === referral.eTag) return undefined;
      return bare(ifMatch) === bare(referral.eTag)
        ? 'If-Match has the latest eTag in another form. Send it unchanged, with its double quotes.'
        : undefined;
    },
  },
  {
    id: 'unchanged-write',
    severity: 'warning',
    evidence: 'advice',
    source: 'third party, Refusals and their causes',
    title: 'What is stored already is not written.',
    meaning:
      'All values of a change are those that the referral has, as in an echo: a client writes back what it has just read or been told by an event. Each such write makes a new eTag and another event, and others get 412.',
    example: 'if (referral.details.dealValue !== opportunity.value) await patch(…);',
    kinds: ['change'],
    judge: ({ facts: { change, notes } }) => {
      // What was dropped or replaced had another value; that has a finding of its own.
      if (!change?.isUnchanged || notes.length > 0) return undefined;
      const what = change.paths ? [...new Set(change.paths)].join(', ') : 'all of it that a client can change';
      return `A write changed nothing: ${what} had the value that was sent. Compare with what was read, and do not write back what came from Partner Center.`;
    },
  },
  {
    id: 'echo-loop',
    severity: 'warning',
    evidence: 'advice',
    source: 'third party, Refusals and their causes',
    title: 'A client does not write because of the event of its own write.',
    meaning:
      'More than ten writes of a client in a row change the same paths of a referral, and nobody else writes in between. Each comes within a second after the event about the last one, with a read before it and after the event; at least one of these events was 1.5 s later than another, and the client waited for it. Right, and no finding: edits at a pace of their own, also fast ones, while a receiver gets the events. To tell the two apart, the sandbox holds an event about the referral back for 2 s after eight such writes. A loop that writes the same value is an `unchanged-write`.',
    example: `const referral = await get(id);
if (referral.eTag === lastWritten.get(id)) return; // our own write`,
    kinds: ['change'],
    judge: (call, history) => {
      const { change } = call.facts;
      if (!change || !isEchoLoop(history.chainUpTo(call))) return undefined;
      const what = change.paths ? [...new Set(change.paths)].join(', ') : 'all of it';
      return `Each write of ${what} follows the event of the client's own last write. Keep the eTag of each write and ignore events about it.`;
    },
  },
  {
    id: 'put-removes-values',
    severity: 'error',
    evidence: 'documented',
    source: 'REST 2019, Replacing',
    title: 'What is replaced is sent whole: by PUT the referral, by PATCH the value of a path.',
    meaning:
      'A PUT, or a PATCH that replaces an object, a list or an element of it, leaves out properties that had a value, which removes them. Elements of a list are compared with one that is equal, else by id or email, else by their place, each with another one. Right, and no finding: a list with fewer elements, and values that are sent as null or empty.',
    example: `PATCH /v1.0/engagements/referrals/{id}

[{ "op": "replace", "path": "/details/notes", "value": "…" }]`,
    kinds: ['change'],
    judge: ({ facts: { change } }) => {
      const removed = change ? removedBy(change) : [];
      if (!change || removed.length === 0) return undefined;
      const more = removed.length > 8 ? ` and ${removed.length - 8} more` : '';
      const what = `${removed.slice(0, 8).join(', ')}${more}`;
      if (!change.paths) return `PUT removed ${what}, which its body does not have. Send PATCH for what changes.`;
      const paths = removingPaths(change, removed).join(', ');
      return `PATCH replaced ${paths} and removed ${what}, which the new value does not have. Send the paths of what changes, or all of what is replaced.`;
    },
  },
  {
    id: 'type-follows-consent',
    severity: 'warning',
    evidence: 'observed',
    source: 'third party, Consent',
    title: 'type agrees with the consent to share with Microsoft sellers: Shared with it, Independent without it.',
    meaning: 'The type that was sent is not used, since it contradicts the consent.',
    example: '{ "type": "Shared", "consent": { "consentToShareReferralWithMicrosoftSellers": true, … } }',
    kinds: ['create', 'change'],
    judge: ({ facts: { notes } }) =>
      notes.filter(({ rule }) => rule === 'type-follows-consent').map(({ message }) => message),
  },
  {
    id: 'invitation-without-engagement',
    severity: 'warning',
    evidence: 'documented',
    source: 'REST 2019, Creating',
    title: "Microsoft's record of a co-sell deal has the engagementId of the own one.",
    meaning:
      'A POST with the target msft has no engagementId. It creates a record for Microsoft that belongs to no deal of yours.',
    example: `const mine = await post({ ...deal, target: [{ type: 'SolutionProfile', id: 'SOL-…' }] });
await post({ ...deal, engagementId: mine.engagementId, target: [{ type: 'BusinessProfileLocation', id: 'msft' }] });`,
    kinds: ['create'],
    judge: ({ facts }) => (facts.created !== undefined && invitesAlone(facts.body) ? alone : undefined),
  },
  {
    id: 'invitation-without-target',
    severity: 'warning',
    evidence: 'documented',
    source: 'REST 2019, Creating',
    title: 'The invitation of Microsoft has the target msft.',
    meaning:
      'A second POST with the engagementId of an own deal and an inviteContext has no target that can be invited. It creates another record of yours, which waits for nobody. Right, and no finding: the location of another partner as the target.',
    example: `const invitation = { notes: '…', assistanceRequestCode: 'GeneralOrOther' };
const target = [{ type: 'BusinessProfileLocation', id: 'msft' }];
await post({ ...deal, engagementId: mine.engagementId, target, inviteContext: invitation });`,
    kinds: ['create'],
    judge: ({ facts }) => (facts.created?.joinsOwn && invitesNobody(facts.body) ? nobody : undefined),
  },
];

const alone =
  'Microsoft was invited without an engagementId, so its record belongs to no deal. POST your own referral first and send its engagementId.';

const nobody =
  'A POST with the engagementId of an own deal and an inviteContext has no target msft, so it created a second record of yours and Microsoft was not invited. Send "target": [{"type": "BusinessProfileLocation", "id": "msft"}].';

const putWithout = refusedBy(['put-needs-etag'], 'Send the eTag of the referral that was read.');

/** The letters and digits of an eTag. */
function bare(eTag: string): string {
  return eTag.replace(/^W\//i, '').replace(/&quot;|%22|["\\']/gi, '');
}
