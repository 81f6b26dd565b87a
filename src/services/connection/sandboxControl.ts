import { t } from '../../base/l10n.ts';
import { ApiError } from '../../api/failure.ts';
import { TransportError, type HttpResponse } from '../../api/transport.ts';
import { faultPresets, type FaultPreset } from '../../sandbox/faults/faultPresets.ts';
import { member, parseJson, text, type Json, type JsonObject } from '../../base/json.ts';

export { faultPresets, type FaultPreset };

const requestTimeout = 10_000;

/** Client of a sandbox's control plane (`/_sandbox/…`), which needs no token. */
export class SandboxControl {
  readonly #url: string;

  /** @param url the origin of the sandbox, on this machine */
  constructor(url: string) {
    this.#url = url;
  }

  /** Activates the faults of a preset for the next matching calls. */
  async inject(preset: FaultPreset): Promise<void> {
    for (const fault of preset.faults) await this.#send('POST', 'faults', fault);
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

  /** Lets a referral arrive as from Microsoft; resolves with it. Given members win. */
  async arrive(members: JsonObject): Promise<Json> {
    return this.#read('POST', 'referrals', members);
  }

  /** The sandbox's time, in ms since 1970. */
  async now(): Promise<number> {
    return Date.parse(text(member(await this.#read('GET', 'clock'), 'now')) ?? '');
  }

  /** The number of receivers of webhooks. */
  async receivers(): Promise<number> {
    const list = member(await this.#read('GET', 'webhooks'), 'webhooks');
    return Array.isArray(list) ? list.length : 0;
  }

  /** Sends the events of all referrals to this address. */
  async addReceiver(url: string): Promise<void> {
    await this.#send('POST', 'webhooks', { url });
  }

  /** Sends one event to the receivers. */
  async sendWebhook(event: string, referral: string): Promise<void> {
    await this.#send('POST', 'webhooks/send', { event, referral });
  }

  /**
   * The calls since then, oldest first, as the sandbox lists them. Without it all, and without their headers and bodies if
   * these are too large to be read.
   */
  async calls(since?: string): Promise<Json> {
    const query = since === undefined ? '' : `since=${encodeURIComponent(since)}`;
    const response = await this.#request('GET', `calls?${query}`).catch((error: unknown) => {
      if (isTooLarge(error)) return this.#callsWithoutBodies(query);
      throw error;
    });
    return readJson(accepted(response));
  }

  /** All calls, oldest first, without their headers and bodies. */
  async callList(): Promise<Json> {
    return readJson(accepted(await this.#callsWithoutBodies()));
  }

  async #callsWithoutBodies(query = ''): Promise<HttpResponse> {
    const response = await this.#request('GET', `calls?${query && `${query}&`}bodies=false`);
    // Sandboxes of earlier versions refuse the parameter.
    return response.status === 400 ? this.#request('GET', `calls?${query}`) : response;
  }

  async findings(): Promise<Json> {
    return this.#read('GET', 'findings');
  }

  /** Who changed what when in a referral or an engagement. Undefined if the sandbox doesn't list changes. */
  async changes(of: 'referral' | 'engagement', id: string): Promise<Json | undefined> {
    return this.#readIfThere(`changes?${of}=${encodeURIComponent(id)}`);
  }

  /** Attempts to deliver webhooks, oldest first. Undefined if the sandbox has no webhooks. */
  async deliveries(): Promise<Json | undefined> {
    return this.#readIfThere('webhooks/deliveries');
  }

  async clearCalls(): Promise<void> {
    await this.#send('DELETE', 'calls');
    await this.#send('DELETE', 'findings');
  }

  async #read(method: 'GET' | 'POST', what: string, body?: object): Promise<Json> {
    return readJson(await this.#send(method, what, body));
  }

  /** For what sandboxes of earlier versions don't have. */
  async #readIfThere(what: string): Promise<Json | undefined> {
    const response = await this.#request('GET', what);
    return response.status === 404 ? undefined : readJson(accepted(response));
  }

  async #send(method: 'GET' | 'POST' | 'DELETE', what: string, body?: object): Promise<HttpResponse> {
    return accepted(await this.#request(method, what, body));
  }

  async #request(method: 'GET' | 'POST' | 'DELETE', what: string, body?: object): Promise<HttpResponse> {
    const { nodeFetchTransport } = await import('../../api/nodeFetchTransport.ts');
    const request = {
      method,
      url: `${this.#url}/_sandbox/${what}`,
      headers: { 'content-type': 'application/json' },
      body: body && JSON.stringify(body),
      signal: AbortSignal.timeout(requestTimeout),
    };
    return nodeFetchTransport.send(request).catch((error: unknown) => {
      if (error instanceof TransportError && error.problem.kind === 'tooLarge') {
        throw refused(t('The server’s list is too long to be read. Clear the calls, or reset the sandbox.'), error);
      }
      throw refused(t('The server does not respond. Start it again, or change partnerReferrals.sandbox.url.'), error);
    });
  }
}

function isTooLarge(error: unknown): boolean {
  const cause = error instanceof ApiError ? error.cause : undefined;
  return cause instanceof TransportError && cause.problem.kind === 'tooLarge';
}

function accepted(response: HttpResponse): HttpResponse {
  if (response.status >= 200 && response.status < 300) return response;
  throw refused(
    response.status === 404 || response.status === 405
      ? t(
          'The server has no such control endpoint ({0}). Check that partnerReferrals.sandbox.url is the URL of a sandbox.',
          response.status,
        )
      : t('The server refused the request ({0}).', response.status),
  );
}

function readJson({ body }: HttpResponse): Json {
  try {
    return parseJson(body);
  } catch (error) {
    throw refused(
      t('The server’s response is not JSON. Check that partnerReferrals.sandbox.url is the URL of a sandbox.'),
      error,
    );
  }
}

function refused(reason: string, cause?: unknown): ApiError {
  return new ApiError({ kind: 'sandbox', reason }, { cause });
}
