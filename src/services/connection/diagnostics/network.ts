import { t } from '../../../base/l10n.ts';
import { ProbeError, type Certificate, type Finding, type ProbeResponse, type Probes } from './runDiagnostics.ts';

export const host = 'api.partner.microsoft.com';
const collection = `https://${host}/v1.0/engagements/referrals`;
/** Maximum clock skew in ms. With more, new tokens look expired or not yet valid. */
const maxSkew = 5 * 60_000;
const warningSkew = 60_000;
/**
 * Issuers of Microsoft's certificates, as of 2026. Another issuer means a proxy that inspects TLS, which is not a
 * failure.
 */
const expectedIssuers = /microsoft|digicert/i;

/** Checks proxy, host name, certificate, response and clock. If `reached` is false, further checks make no sense. */
export async function checkNetwork(
  probes: Probes,
  signal: AbortSignal,
): Promise<{ findings: Finding[]; reached: boolean }> {
  const { proxy, proxySupportOff } = probes.settings();
  const findings: Finding[] = [proxyFinding(proxy, proxySupportOff), await nameFinding(probes, proxy !== undefined)];
  let response: ProbeResponse;
  const before = probes.now();
  try {
    response = await probes.sendProbe(collection, signal);
  } catch (error) {
    findings.push(...unreached(error));
    return { findings, reached: false };
  }
  const after = probes.now();
  findings.push(certificateFinding(response.certificate), answerFinding(response.status));
  findings.push(clockFinding(response.serverTime, (before + after) / 2));
  return { findings, reached: response.status !== 407 };
}

function proxyFinding(proxy: { from: string; address: string } | undefined, supportOff: boolean): Finding {
  const step = t('Proxy');
  if (supportOff) {
    const found = t(
      'VS Code’s proxy support is switched off (http.proxySupport). Node.js’s own proxy and certificates are used.',
    );
    return {
      step,
      outcome: 'warn',
      found,
      fix: t('Set http.proxySupport to “override” if the network needs a proxy.'),
    };
  }
  return {
    step,
    outcome: 'pass',
    found: proxy ? t('{0}, from {1}.', proxy.address, proxy.from) : t('No proxy is configured.'),
  };
}

async function nameFinding(probes: Probes, proxied: boolean): Promise<Finding> {
  const step = 'DNS';
  try {
    const addresses = await probes.resolve(host);
    return { step, outcome: 'pass', found: t('Addresses of {0}: {1}.', host, addresses.slice(0, 4).join(', ')) };
  } catch (error) {
    const found = t('{0} can’t be resolved on this machine ({1}).', host, codeOf(error));
    return proxied
      ? { step, outcome: 'warn', found: `${found} ${t('The proxy may resolve it.')}` }
      : { step, outcome: 'fail', found, fix: t('Check the network connection, or configure the proxy (http.proxy).') };
  }
}

function unreached(error: unknown): Finding[] {
  const code = error instanceof ProbeError ? error.code : codeOf(error);
  const certificate = error instanceof ProbeError ? error.certificate : undefined;
  const notAsked: Finding[] = [
    { step: 'API', outcome: 'skip', found: t('Not checked.') },
    { step: t('Clock'), outcome: 'skip', found: t('There is no response to compare with.') },
  ];
  if (/CERT|SELF_SIGNED|UNABLE_TO|TLS|SSL/.test(code)) {
    const found = `${t('The certificate is not trusted ({0}).', code)}${issuerSentence(certificate)}`;
    const fix = t(
      'Add the root certificate of the TLS-inspecting proxy to the system’s store, or set it in NODE_EXTRA_CA_CERTS, and restart VS Code.',
    );
    return [{ step: 'TLS', outcome: 'fail', found, fix }, ...notAsked];
  }
  return [
    {
      step: 'TLS',
      outcome: 'fail',
      found: t('The connection failed ({0}).', code),
      fix: t('Check proxy and firewall.'),
    },
    ...notAsked,
  ];
}

function certificateFinding(certificate: Certificate | undefined): Finding {
  const step = 'TLS';
  if (!certificate) return { step, outcome: 'pass', found: t('The certificate is trusted; its issuer is not known.') };
  const found = `${t('The certificate is trusted.')}${issuerSentence(certificate)}`;
  return certificate.issuers.some((issuer) => expectedIssuers.test(issuer))
    ? { step, outcome: 'pass', found }
    : {
        step,
        outcome: 'warn',
        found: `${found} ${t('Microsoft doesn’t normally use this issuer. A proxy probably inspects TLS.')}`,
      };
}

function issuerSentence(certificate: Certificate | undefined): string {
  if (!certificate) return '';
  const { subject, validTo } = certificate;
  const issuers = certificate.issuers.join(' ← ') || t('itself');
  return validTo === undefined
    ? ` ${t('{0}, signed by {1}.', subject, issuers)}`
    : ` ${t('{0}, signed by {1}, until {2}.', subject, issuers, day(validTo))}`;
}

function answerFinding(status: number): Finding {
  const step = 'API';
  // Without a token the expected response is 401.
  if (status === 401) return { step, outcome: 'pass', found: t('The API responds and requires a sign-in (401).') };
  if (status === 407) {
    return { step, outcome: 'fail', found: t('The proxy requires a sign-in (407).'), fix: t('Sign in to the proxy.') };
  }
  if (status >= 300 && status < 400) {
    const found = t('The API redirects to another address ({0}). Redirects are not followed.', status);
    return {
      step,
      outcome: 'fail',
      found,
      fix: t('The network may have a sign-in page. Open it in a browser.'),
    };
  }
  if (status >= 500 || status === 429) {
    const found = t('The API returned an error ({0}).', status);
    return { step, outcome: 'warn', found, fix: t('Try again later.') };
  }
  const found = t('A request without a token returned {0}. The API returns 401.', status);
  return {
    step,
    outcome: 'warn',
    found,
    fix: t('A server other than the Partner API may be responding. Check the proxy.'),
  };
}

function clockFinding(serverTime: number | undefined, here: number): Finding {
  const step = t('Clock');
  if (serverTime === undefined) return { step, outcome: 'skip', found: t('The response has no date.') };
  const off = Math.round((here - serverTime) / 1000);
  // The `Date` header has a resolution of one second.
  const found =
    Math.abs(off) <= 1
      ? t('The clock agrees with the server’s.')
      : off > 0
        ? t('The clock is {0} seconds ahead of the server’s.', off)
        : t('The clock is {0} seconds behind the server’s.', -off);
  if (Math.abs(off) * 1000 <= warningSkew) return { step, outcome: 'pass', found };
  const outcome = Math.abs(off) * 1000 > maxSkew ? 'fail' : 'warn';
  return {
    step,
    outcome,
    found,
    fix: t('Turn on automatic time. Otherwise tokens count as expired or not yet valid.'),
  };
}

function day(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : t('unknown');
}
