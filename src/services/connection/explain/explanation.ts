import { t } from '../../../base/l10n.ts';
import type { Failure, ServerFacts } from '../../../api/failure.ts';
import type { ConnectionId, FailureAction, PanelFailure } from '../../../protocol/panel.ts';
import { findEntraCause } from './entra.ts';
import { findCauseOfRefusal } from './refusal.ts';

/**
 * The text about a failure: what happened, what to do, and buttons. Contains only texts of this extension, numbers, and
 * codes and ids of letters and digits. It has no free text of the server, since notifications convert some of it to
 * links.
 */
export type Explanation = PanelFailure;

export function explain(failure: Failure, connection: ConnectionId, now: number = Date.now()): Explanation {
  if (failure.kind === 'noToken' && findEntraCause(failure.reason)) return explainSignIn(failure.reason);
  const [title, general, ...all] = words(failure, connection === 'sandbox');
  const cause = connection === 'partner-center' ? findCauseOfRefusal(failure, now) : undefined;
  const advice = cause ? `${cause.why()} ${cause.fix()}` : general;
  const help: readonly FailureAction[] = cause?.setup && !all.includes('setup') ? withSetup(all) : all;
  // The sandbox has no sign-in.
  const actions = connection === 'sandbox' ? help.filter((action) => !liveOnly.has(action)) : help;
  const requestId =
    'facts' in failure ? failure.facts.requestId : 'requestId' in failure ? failure.requestId : undefined;
  return { title, advice, actions, requestId, ...(failure.kind === 'signedOut' && { calm: true }) };
}

/** As `explain`, of a write that may have been carried out. */
export function explainUnsure(failure: Failure, connection: ConnectionId): Explanation {
  const explanation = explain(failure, connection);
  const isOfAnswer = failure.kind === 'unreadable' || failure.kind === 'otherReferral';
  return isOfAnswer ? { ...explanation, advice: t('View the response, or try again.') } : explanation;
}

/**
 * Explains a failed sign-in by the text of an identity provider or its tool. The error code is shown, but not the text.
 */
export function explainSignIn(said: string): Explanation {
  const entra = findEntraCause(said);
  const actions: FailureAction[] = ['signIn', 'showLog'];
  if (!entra) {
    return {
      title: t('The sign-in did not work.'),
      advice: t('See the log for the message of the sign-in method.'),
      actions,
      requestId: undefined,
    };
  }
  const { code, cause } = entra;
  return {
    title: t('The sign-in did not work ({0}).', code),
    advice: cause
      ? `${cause.why()} ${cause.fix()}`
      : t('For details, see https://login.microsoftonline.com/error?code={0} and the log.', code.slice(6)),
    actions: cause?.setup ? withSetup(actions) : actions,
    requestId: undefined,
  };
}

const liveOnly: ReadonlySet<FailureAction> = new Set(['signIn', 'setup', 'diagnose']);

/** Adds the setup button before that of the log, which is always last. */
function withSetup(actions: readonly FailureAction[]): FailureAction[] {
  return [...actions.filter((action) => action !== 'showLog'), 'setup', 'showLog'];
}

/** Returns the explanation as one paragraph, for user interface with only one line. */
export function inOneLine(explanation: Explanation): string {
  const { title, advice, requestId } = explanation;
  return requestId === undefined ? `${title} ${advice}` : `${title} ${advice} ${t('(request-id {0})', requestId)}`;
}

type Words = readonly [title: string, advice: string, ...actions: FailureAction[]];

function words(failure: Failure, sandbox: boolean): Words {
  switch (failure.kind) {
    case 'signedOut':
      return [
        t('You are not signed in to Partner Center.'),
        t('Sign in, or use the sandbox, which needs no account.'),
        'signIn',
        'useSandbox',
      ];
    case 'noToken':
      return [
        t('The sign-in method returned no token.'),
        t(
          'Sign in again, or choose another method in partnerReferrals.auth.method. See the log for the message of the sign-in method.',
        ),
        'signIn',
        'useSandbox',
        'diagnose',
        'showLog',
      ];
    case 'notRenewable':
      return [
        t('The sign-in can’t be renewed now.'),
        t('You are still signed in. Check the network and try again; if that doesn’t help, sign in again.'),
        'retry',
        'signIn',
        'diagnose',
        'showLog',
      ];
    case 'otherAccount':
      return [
        signedInAs(failure.tool, failure.account),
        t('Choose Sign In to use that account here, or sign in to the tool with the previous account and try again.'),
        'signIn',
        'retry',
        'showLog',
      ];
    case 'unauthenticated':
      return [
        sandbox
          ? t('The sandbox did not accept the sign-in ({0}).', status(failure.facts))
          : t('Partner Center did not accept the sign-in ({0}).', status(failure.facts)),
        t('Check that partnerReferrals.sandbox.url is the URL of a sandbox, which accepts the token sandbox-admin.'),
        'signIn',
        'diagnose',
        'showLog',
      ];
    case 'mfaRequired':
      return [
        sandbox
          ? t('The sandbox requires multifactor authentication ({0}).', status(failure.facts))
          : t('Partner Center requires multifactor authentication ({0}).', status(failure.facts)),
        t('Sign in again and complete the second factor.'),
        'signIn',
        'showLog',
      ];
    case 'claimsChallenge':
      return [
        sandbox
          ? t('The sandbox requires additional authentication ({0}).', status(failure.facts))
          : t('Partner Center requires additional authentication ({0}).', status(failure.facts)),
        t('Sign in again.'),
        'signIn',
        'showLog',
      ];
    case 'appOnlyToken':
      return [
        t('The referrals API refuses app-only tokens ({0}).', status(failure.facts)),
        t('Sign in as a user. The API accepts only delegated access.'),
        'signIn',
        'showLog',
      ];
    case 'forbidden':
      return [
        t('You don’t have access to this ({0}).', status(failure.facts)),
        t('You need the role Referrals admin, or Referrals user and membership in the deal’s team.'),
        'signIn',
        'diagnose',
        'showLog',
      ];
    case 'notFound':
      if (failure.of === 'collection') {
        return [
          t('There is no list of referrals at this address ({0}).', status(failure.facts)),
          // Of Partner Center, the cause is told.
          t('Check that partnerReferrals.sandbox.url is the URL of a sandbox.'),
          'retry',
          'diagnose',
          'showLog',
        ];
      }
      return [
        t('There is no such referral, or it is not visible to you ({0}).', status(failure.facts)),
        t('Check the ID, the connection and the account. A referral of another organization is not shown either.'),
        'retry',
        'showLog',
      ];
    case 'throttled':
      return [
        t('The server limits the number of requests ({0}).', status(failure.facts)),
        whenToTry(failure.retryAfterMs),
        'retry',
        'showLog',
      ];
    case 'invalidRequest':
      return [
        t('The server refused the request ({0}).', status(failure.facts)),
        t('See the log for the server’s message.'),
        'showLog',
      ];
    case 'conflict':
      return [
        t('The referral was changed in the meantime ({0}).', status(failure.facts)),
        t('Refresh it.'),
        'retry',
        'showLog',
      ];
    case 'serverError':
      return [t('The server failed ({0}).', status(failure.facts)), whenToRetry(failure, sandbox), 'retry', 'showLog'];
    case 'redirected':
      return [
        t('The server redirected to another address ({0}). Redirects are not followed.', status(failure.facts)),
        t('A proxy or the sign-in page of a network may have responded. Check the network settings.'),
        'retry',
        'diagnose',
        'showLog',
      ];
    case 'unexpectedStatus':
      if (failure.facts.status === 413) {
        return [
          t('The change is larger than the server takes ({0}).', status(failure.facts)),
          t('Shorten what you changed and send it again.'),
          'showLog',
        ];
      }
      return [
        t('The server returned an unexpected response ({0}).', status(failure.facts)),
        t('See the log for the server’s message.'),
        'retry',
        'showLog',
      ];
    case 'unreadable': {
      const { problem } = failure;
      return problem.kind === 'malformed'
        ? [
            t(
              'The server’s response is not valid JSON: line {0}, column {1}, {2}.',
              problem.line,
              problem.column,
              problem.what,
            ),
            t('Nothing was opened or changed. View the response, or try again.'),
            'showAnswer',
            'retry',
            'showLog',
          ]
        : [
            t('The server’s response is not a referral: {0}.', problem.what),
            t('Nothing was opened or changed. View the response, or try again.'),
            'showAnswer',
            'retry',
            'showLog',
          ];
    }
    case 'otherReferral':
      return [
        t('The server returned a different referral than the one requested.'),
        t('Nothing was opened or changed. View the response, or try again.'),
        'showAnswer',
        'retry',
        'showLog',
      ];
    case 'tooLarge':
      return [
        t('The server’s response is larger than {0} MB and was not read.', Math.round(failure.limit / 1024 / 1024)),
        t('A server other than the referrals API may be responding.'),
        'retry',
        'showLog',
      ];
    case 'timeout':
      return [
        t('No complete response was received within {0} seconds.', Math.round(failure.afterMs / 1000)),
        t('Try again, or check the network and proxy settings.'),
        'retry',
        'showLog',
      ];
    case 'unreachable':
      return [
        t('{0} can’t be reached ({1}).', failure.host, failure.code),
        adviceForCode(failure.code),
        'retry',
        'diagnose',
        'showLog',
      ];
    case 'sandbox':
      return [t('The sandbox can’t be used.'), failure.reason, 'retry', 'showLog'];
    case 'impossibleId':
      return [t('This ID can’t be used in a request.'), t('Check that it was copied completely.'), 'showLog'];
    case 'cancelled':
      return [t('Cancelled.'), t('Nothing was opened or changed.'), 'retry'];
  }
}

function signedInAs(tool: string | undefined, account: string): string {
  // Other text than an e-mail address could contain anything.
  if (!/^[\w.+-]{1,64}@[\w.-]{1,190}$/.test(account)) {
    return tool === undefined
      ? t('The sign-in method is now signed in as another account.')
      : t('{0} is now signed in as another account.', tool);
  }
  return tool === undefined
    ? t('The sign-in method is now signed in as {0}.', account)
    : t('{0} is now signed in as {1}.', tool, account);
}

function whenToTry(afterMs: number | undefined): string {
  if (afterMs === undefined) return t('Try again in a minute.');
  const seconds = Math.ceil(afterMs / 1000);
  if (seconds === 1) return t('Try again in 1 second.');
  if (seconds <= 120) return t('Try again in {0} seconds.', seconds);
  const minutes = Math.ceil(seconds / 60);
  if (minutes <= 120) return t('Try again in {0} minutes.', minutes);
  const hours = Math.ceil(minutes / 60);
  return hours <= 48 ? t('Try again in {0} hours.', hours) : t('Try again in {0} days.', Math.ceil(hours / 24));
}

function whenToRetry({ facts, retryAfterMs }: Failure & { kind: 'serverError' }, sandbox: boolean): string {
  if (retryAfterMs !== undefined) return whenToTry(retryAfterMs);
  return sandbox || facts.requestId === undefined
    ? t('Try again later.')
    : t('Try again later. Microsoft support needs the request ID.');
}

function status(facts: ServerFacts): string {
  return facts.code === undefined ? String(facts.status) : `${String(facts.status)} ${facts.code}`;
}

function adviceForCode(code: string): string {
  if (/CERT|SELF_SIGNED|UNABLE_TO|TLS|SSL/.test(code)) {
    return t(
      'The connection’s certificate is not trusted. Behind a TLS-inspecting proxy, add its root certificate to the system’s store.',
    );
  }
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return t('The name can’t be resolved. Check the network connection.');
  if (code === 'ECONNREFUSED')
    return t('No server is running at this address. Check that it is started, and check the network settings.');
  return t('The connection was lost. Check the network and proxy settings, and try again.');
}
