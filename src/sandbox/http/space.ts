import { Emitter } from '../../base/event.ts';
import { createApi, type Api } from './api.ts';
import { CallLog } from './callLog.ts';
import type { SandboxOptions } from './createSandbox.ts';
import { FaultQueue } from '../faults/faults.ts';
import { Coach } from '../coach/coach.ts';
import type { ObservedCall } from '../coach/observedCall.ts';
import { ChangeHistory } from '../history/changeHistory.ts';
import { Arrivals } from '../time/arrivals.ts';
import { SandboxClock } from '../time/clock.ts';
import { SandboxState } from '../store/state.ts';
import { columnOf, type Incoming } from '../store/store.ts';
import type { GetSigner } from '../webhooks/signer.ts';
import { Webhooks } from '../webhooks/webhooks.ts';

/** A state with the clock, faults, calls, changes, findings and webhooks that belong to it. Calls see nothing of other spaces. */
export class Space {
  readonly state: SandboxState;
  readonly faults = new FaultQueue();
  readonly calls: CallLog;
  readonly history: ChangeHistory;
  readonly coach: Coach;
  readonly arrivals: Arrivals;
  readonly webhooks: Webhooks;
  readonly answer: Api;
  readonly recordsBodies: boolean;
  /** Tells the user about errors that aren't the caller's. */
  readonly report: (text: string) => void;
  #ending = new AbortController();
  readonly #observed = new Emitter<ObservedCall>();

  /** A call has ended, and was judged. */
  readonly onDidObserve = this.#observed.event;

  /**
   * @param getSigner signs the events of webhooks
   * @throws SeedError or DataFileError if a file cannot be used
   */
  constructor(options: SandboxOptions, getSigner: GetSigner, initial?: readonly Incoming[]) {
    this.calls = new CallLog(options.recordedCharacters);
    this.report = options.report ?? console.error;
    this.state = new SandboxState(new SandboxClock(options.now), options, this.report, initial);
    this.history = new ChangeHistory(this.state);
    this.arrivals = new Arrivals(this.state);
    this.webhooks = new Webhooks(this.state, getSigner, options.webhooksToAnyHost ?? false, this.report, {
      holdMs: (referral) => this.coach.holdMs(referral),
    });
    this.coach = new Coach((id) => {
      const referral = this.state.store.find(id);
      return !referral || columnOf(referral, 'status') === 'Closed';
    }, options.elapsed);
    this.webhooks.onSend(({ referral, eTag }) => this.coach.sending(referral, eTag));
    this.webhooks.onDelivery((delivery) => this.coach.delivered(delivery));
    this.answer = createApi(this.state, options.postStatus);
    this.recordsBodies = options.recordBodies ?? false;
  }

  /** Aborted by the next reset and by `close`; calls that wait then must change nothing. */
  get ending(): AbortSignal {
    return this.#ending.signal;
  }

  /** Called for each call that has ended. */
  observe(caller: string, call: ObservedCall): void {
    this.coach.observe(caller, call);
    this.#observed.fire(call);
  }

  /** Back to what the sandbox was started with, or to another seed. Ends waiting calls. */
  reset(seed?: readonly Incoming[]): void {
    this.state.reset(seed);
    this.#ending.abort();
    this.#ending = new AbortController();
    this.arrivals.restart();
    this.faults.clear();
    this.calls.clear();
    this.history.clear();
    this.coach.clear();
    this.webhooks.reset();
  }

  close(): void {
    this.#ending.abort();
    this.webhooks.dispose();
    this.history.dispose();
    this.state.close();
  }
}
