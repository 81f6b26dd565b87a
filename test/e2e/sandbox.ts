import { after } from 'mocha';
import { serveSandbox, type ServedSandbox } from '../../src/sandbox/serveSandbox.ts';

/** A sandbox of the test's own, which it can give faults and look into. Ends with the run at the latest. */
export class TestSandbox {
  readonly #served: ServedSandbox;

  private constructor(served: ServedSandbox) {
    this.#served = served;
    open.add(this);
  }

  static async start(options: Parameters<typeof serveSandbox>[0] = {}): Promise<TestSandbox> {
    return new TestSandbox(await serveSandbox(options));
  }

  get url(): string {
    return this.#served.url;
  }

  /** What the extension's settings must say to use it. */
  get settings(): Readonly<Record<string, unknown>> {
    return { 'partnerReferrals.connection': 'sandbox', 'partnerReferrals.sandbox.url': this.url };
  }

  async fault(fault: Readonly<Record<string, unknown>>): Promise<void> {
    await this.#post('faults', fault);
  }

  async reset(): Promise<void> {
    await this.#post('reset', {});
  }

  /** Method and path of the API's calls so far, oldest first. */
  async calls(): Promise<string[]> {
    const answer = (await (await fetch(`${this.url}/_sandbox/calls`)).json()) as {
      calls: { method: string; path: string }[];
    };
    return answer.calls.map((call) => `${call.method} ${call.path}`);
  }

  async close(): Promise<void> {
    open.delete(this);
    await this.#served.close();
  }

  async #post(what: string, body: object): Promise<void> {
    const response = await fetch(`${this.url}/_sandbox/${what}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`The sandbox refused the ${what}: ${await response.text()}`);
  }
}

const open = new Set<TestSandbox>();
after(() => Promise.all([...open].map((sandbox) => sandbox.close())));
