import { t } from '../../base/l10n.ts';
import { ApiError } from '../../api/failure.ts';
import type { HttpResponse } from '../../api/transport.ts';
import { scenarios, type Scenario } from '../../sandbox/faults/scenarios.ts';

export { scenarios, type Scenario };

const requestTimeout = 10_000;

/** Client of a sandbox's control plane (`/_sandbox/…`), which needs no token. */
export class SandboxControl {
  readonly #url: string;

  /** @param url the origin of the sandbox, on this machine */
  constructor(url: string) {
    this.#url = url;
  }

  /** Activates the faults of a scenario for the next matching calls. */
  async inject(scenario: Scenario): Promise<void> {
    for (const fault of scenario.faults) await this.#send('POST', 'faults', fault);
  }

  async clearFaults(): Promise<void> {
    await this.#send('DELETE', 'faults');
  }

  /** Restores the seed data. */
  async reset(): Promise<void> {
    await this.#send('POST', 'reset', {});
  }

  /** Advances the clock by `days`: unanswered referrals expire, and Microsoft's side of shared deals changes. */
  async advance(days: number): Promise<void> {
    await this.#send('POST', 'clock', { advanceDays: days });
  }

  async #send(method: 'POST' | 'DELETE', what: string, body?: object): Promise<HttpResponse> {
    const { nodeFetchTransport } = await import('../../api/nodeFetchTransport.ts');
    const request = {
      method,
      url: `${this.#url}/_sandbox/${what}`,
      headers: { 'content-type': 'application/json' },
      body: body && JSON.stringify(body),
      signal: AbortSignal.timeout(requestTimeout),
    };
    const response = await nodeFetchTransport.send(request).catch((error: unknown) => {
      throw refused(t('The server does not respond. Start it again, or change partnerReferrals.sandbox.url.'), error);
    });
    if (response.status >= 200 && response.status < 300) return response;
    throw refused(
      t(
        'The server has no such control endpoint ({0}). Check that partnerReferrals.sandbox.url is the URL of a sandbox.',
        response.status,
      ),
    );
  }
}

function refused(reason: string, cause?: unknown): ApiError {
  return new ApiError({ kind: 'sandbox', reason }, { cause });
}
