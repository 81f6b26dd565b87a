import type { Failure, ServerFacts } from '../../../api/failure.ts';
import type { ConnectionId, FailureAction, PanelFailure } from '../../../protocol/panel.ts';
import { findEntraCause } from './entra.ts';
import { findCauseOfRefusal } from './refusal.ts';

/**
 * A failure in words: what happened, what to do, which buttons help. Holds our own words, numbers, and codes and ids of
 * letters and digits; free text from the server is not in it, since notifications turn some of it into links.
 */
export type Explanation = PanelFailure;

export function explain(failure: Failure, connection: ConnectionId, now: number = Date.now()): Explanation {
  if (failure.kind === 'noToken' && findEntraCause(failure.reason)) return explainSignIn(failure.reason);
  const [title, general, ...all] = words(failure, connection === 'sandbox' ? 'The sandbox' : 'Partner Center');
  const cause = connection === 'partner-center' ? findCauseOfRefusal(failure, now) : undefined;
  const advice = cause ? `${cause.why} ${cause.fix}` : general;
  const help: readonly FailureAction[] = cause?.setup && !all.includes('setup') ? withSetup(all) : all;
  // The sandbox has no accounts to sign in with.
  const actions = connection === 'sandbox' ? help.filter((action) => !liveOnly.has(action)) : help;
  const requestId =
    'facts' in failure ? failure.facts.requestId : 'requestId' in failure ? failure.requestId : undefined;
  return { title, advice, actions, requestId, ...(failure.kind === 'signedOut' && { calm: true }) };
}

/** What an identity provider or its tool said about a sign-in that failed. Its code is shown, its words are not. */
export function explainSignIn(said: string): Explanation {
  const entra = findEntraCause(said);
  const actions: FailureAction[] = ['signIn', 'showLog'];
  if (!entra) {
    return {
      title: 'The sign-in did not work.',
      advice: 'The log has the words of the sign-in method.',
      actions,
      requestId: undefined,
    };
  }
  const { code, cause } = entra;
  return {
    title: `The sign-in did not work (${code}).`,
    advice: cause
      ? `${cause.why} ${cause.fix}`
      : `Microsoft tells about it at https://login.microsoftonline.com/error?code=${code.slice(6)} and in the log.`,
    actions: cause?.setup ? withSetup(actions) : actions,
    requestId: undefined,
  };
}

const liveOnly: ReadonlySet<FailureAction> = new Set(['signIn', 'setup', 'diagnose']);

/** Before the log, which is the last resort. */
function withSetup(actions: readonly FailureAction[]): FailureAction[] {
  return [...actions.filter((action) => action !== 'showLog'), 'setup', 'showLog'];
}

/** The explanation as one paragraph, for places that have just one line. */
export function inOneLine(explanation: Explanation): string {
  const id = explanation.requestId === undefined ? '' : ` (request-id ${explanation.requestId})`;
  return `${explanation.title} ${explanation.advice}${id}`;
}

type Words = readonly [title: string, advice: string, ...actions: FailureAction[]];

function words(failure: Failure, server: string): Words {
  switch (failure.kind) {
    case 'signedOut':
      return [
        'You are not signed in to Partner Center.',
        'Sign in, or use the sandbox, which needs no account.',
        'signIn',
        'useSandbox',
      ];
    case 'noToken':
      return [
        'The sign-in method gave no token.',
        'Sign in again, or choose another method in partnerReferrals.auth.method. The log has its words.',
        'signIn',
        'useSandbox',
        'diagnose',
        'showLog',
      ];
    case 'notRenewable':
      return [
        'The sign-in can’t be renewed now.',
        'You are still signed in. Check the network and try again; if it stays like this, sign in again.',
        'retry',
        'signIn',
        'diagnose',
        'showLog',
      ];
    case 'otherAccount': {
      // A name that isn't an e-mail address could carry anything.
      const name = /^[\w.+-]{1,64}@[\w.-]{1,190}$/.test(failure.account) ? failure.account : 'another account';
      return [
        `${failure.tool} is now signed in as ${name}.`,
        'Choose Sign In to use that account here, or sign in to the tool with the former one and try again.',
        'signIn',
        'retry',
        'showLog',
      ];
    }
    case 'unauthenticated':
      return [
        `${server} did not accept the sign-in${status(failure.facts)}.`,
        'Check that partnerReferrals.sandbox.url names a sandbox: it gets the token sandbox-admin.',
        'signIn',
        'diagnose',
        'showLog',
      ];
    case 'mfaRequired':
      return [
        `${server} asks for multifactor authentication${status(failure.facts)}.`,
        'Sign in again and complete the second factor.',
        'signIn',
        'showLog',
      ];
    case 'claimsChallenge':
      return [`${server} asks for a stronger sign-in${status(failure.facts)}.`, 'Sign in again.', 'signIn', 'showLog'];
    case 'appOnlyToken':
      return [
        `The referrals API refuses app-only tokens${status(failure.facts)}.`,
        'Sign in as a user: delegated access is the only kind it takes.',
        'signIn',
        'showLog',
      ];
    case 'forbidden':
      return [
        `You may not see this${status(failure.facts)}.`,
        'It takes the role Referrals admin, or Referrals user and a place on the deal’s team.',
        'signIn',
        'diagnose',
        'showLog',
      ];
    case 'notFound':
      return [
        `There is no such referral, or it is not visible to you${status(failure.facts)}.`,
        'Check the ID, the connection and the account. A referral of another organization is not shown either.',
        'retry',
        'showLog',
      ];
    case 'throttled':
      return [
        `The server asks to slow down${status(failure.facts)}.`,
        failure.retryAfterMs === undefined
          ? 'Try again in a minute.'
          : `Try again in ${String(Math.ceil(failure.retryAfterMs / 1000))} seconds.`,
        'retry',
        'showLog',
      ];
    case 'invalidRequest':
      return [`The server refused the request${status(failure.facts)}.`, 'The log has its words.', 'showLog'];
    case 'conflict':
      return [`The referral was changed meanwhile${status(failure.facts)}.`, 'Refresh it.', 'retry', 'showLog'];
    case 'serverError':
      return [
        `The server failed${status(failure.facts)}.`,
        'Try again in a while; the request-id helps Microsoft support.',
        'retry',
        'showLog',
      ];
    case 'redirected':
      return [
        `The server pointed to another address${status(failure.facts)}, which is not followed.`,
        'A proxy or sign-in page may stand in between. Check the network settings.',
        'retry',
        'diagnose',
        'showLog',
      ];
    case 'unexpectedStatus':
      return [
        `The server gave an unexpected answer${status(failure.facts)}.`,
        'The log has its words.',
        'retry',
        'showLog',
      ];
    case 'unreadable': {
      const { problem } = failure;
      return problem.kind === 'malformed'
        ? [
            `The server’s answer is not valid JSON: line ${String(problem.line)}, column ${String(problem.column)}, ${problem.what}.`,
            'Nothing was opened or changed. Look at the answer as it came, or try again.',
            'showAnswer',
            'retry',
            'showLog',
          ]
        : [
            `The server’s answer is no referral: ${problem.what}.`,
            'Nothing was opened or changed. Look at the answer as it came, or try again.',
            'showAnswer',
            'retry',
            'showLog',
          ];
    }
    case 'otherReferral':
      return [
        'The server answered with another referral than the one asked for.',
        'Nothing was opened or changed. Look at the answer as it came, or try again.',
        'showAnswer',
        'retry',
        'showLog',
      ];
    case 'tooLarge':
      return [
        `The server’s answer is over ${String(Math.round(failure.limit / 1024 / 1024))} MB and was not read.`,
        'Something other than the referrals API may be answering.',
        'retry',
        'showLog',
      ];
    case 'timeout':
      return [
        `No complete answer came within ${String(Math.round(failure.afterMs / 1000))} seconds.`,
        'Try again, or check the network and proxy settings.',
        'retry',
        'showLog',
      ];
    case 'unreachable':
      return [
        `${failure.host} can’t be reached (${failure.code}).`,
        adviceForCode(failure.code),
        'retry',
        'diagnose',
        'showLog',
      ];
    case 'sandbox':
      return ['The sandbox can’t be used.', failure.reason, 'retry', 'showLog'];
    case 'impossibleId':
      return ['No server can be asked for this ID.', 'Check that it was copied whole.', 'showLog'];
    case 'cancelled':
      return ['Cancelled.', 'Nothing was opened or changed.', 'retry'];
  }
}

function status(facts: ServerFacts): string {
  return facts.code === undefined ? ` (${String(facts.status)})` : ` (${String(facts.status)} ${facts.code})`;
}

function adviceForCode(code: string): string {
  if (/CERT|SELF_SIGNED|UNABLE_TO|TLS|SSL/.test(code)) {
    return 'The connection’s certificate is not trusted. Behind a TLS-inspecting proxy, add its root certificate to the system’s store.';
  }
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'The name can’t be resolved. Check the network connection.';
  if (code === 'ECONNREFUSED') return 'Nothing listens there. Check that it runs, and the network settings.';
  return 'The connection was lost. Check the network and proxy settings, and try again.';
}
