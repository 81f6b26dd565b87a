import { t } from '../../../base/l10n.ts';
import { ApiError } from '../../../api/failure.ts';
import { causesOfRefusal } from '../explain/refusal.ts';
import { explain } from '../explain/explanation.ts';
import type { Finding, Probes } from './runDiagnostics.ts';
import { checkNetwork } from './network.ts';
import { checkToken } from './token.ts';

/** Methods that use the app registration in the settings. */
const ownAppMethods = new Set(['deviceCode', 'browser']);

/**
 * Checks the steps of a request to Partner Center. Returns the result of each step with a fix. It has no prompts or
 * other user interface, and sends the token only to the API.
 */
export async function diagnose(probes: Probes, signal: AbortSignal): Promise<Finding[]> {
  const settings = settingsFindings(probes);
  const network = await checkNetwork(probes, signal);
  const token = await checkToken(probes, signal);
  const role = await roleFinding(probes, network.reached, token.usable, signal);
  return [...settings, ...network.findings, ...token.findings, role];
}

function settingsFindings(probes: Probes): Finding[] {
  const { connection, method, clientId, tenantId, sovereignCloud } = probes.settings();
  const findings: Finding[] = [];
  if (connection === 'sandbox') {
    const found = t('The sandbox is in use. The following checks are about Partner Center.');
    findings.push({
      step: t('Connection'),
      outcome: 'warn',
      found,
      fix: t('Run “Partner: Switch Connection” for live data.'),
    });
  } else {
    findings.push({ step: t('Connection'), outcome: 'pass', found: t('Partner Center is in use.') });
  }
  const step = t('Settings');
  const found = t('Method {0}, client {1}, tenant {2}.', method, clientId || t('not set'), tenantId || t('not set'));
  if (sovereignCloud) {
    const fix = t('National clouds are not supported. Requests go to the Partner API of the public cloud.');
    findings.push({ step, outcome: 'warn', found: `${found} ${t('VS Code has a national cloud configured.')}`, fix });
  } else if (clientId !== '' && !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(clientId)) {
    findings.push({ step, outcome: 'fail', found, fix: t('partnerReferrals.auth.clientId must be a GUID.') });
  } else if (clientId === '' && ownAppMethods.has(method)) {
    findings.push({ step, outcome: 'fail', found, fix: t('This method needs partnerReferrals.auth.clientId.') });
  } else if (clientId === '') {
    const fix = t(
      'The API probably accepts only an app registration of your own. See “Register an app” in the walkthrough.',
    );
    findings.push({ step, outcome: 'warn', found, fix });
  } else {
    findings.push({ step, outcome: 'pass', found });
  }
  return findings;
}

async function roleFinding(probes: Probes, reached: boolean, usable: boolean, signal: AbortSignal): Promise<Finding> {
  const step = t('Role');
  if (!reached || !usable) return { step, outcome: 'skip', found: t('The list of referrals was not requested.') };
  try {
    const count = await probes.countListed(signal);
    if (count > 0) return { step, outcome: 'pass', found: t('The list of referrals contains referrals.') };
    const { why, fix } = causesOfRefusal.emptyList;
    return { step, outcome: 'warn', found: `${t('The list of referrals is empty.')} ${why()}`, fix: fix() };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const { title, advice, requestId } = explain(error.failure, 'partner-center', probes.now());
    const id = requestId === undefined ? '' : ` ${t('The request-id is {0}.', requestId)}`;
    return { step, outcome: 'fail', found: `${title}${id}`, fix: advice };
  }
}
