import { RequestRefusal } from '../http/requestRefusal.ts';
import type { Call } from '../http/callLog.ts';
import { identify, isVisible, nameCaller } from '../http/callers.ts';
import type { Space } from '../http/space.ts';
import { contentOf } from '../store/store.ts';
import { moveAsMicrosoft, MoveError } from '../time/microsoftMove.ts';
import { patchReferral } from '../write/writeReferral.ts';
import type { CommandEnd } from './command.ts';
import { countCalls } from './expectations.ts';
import { describeMissing, differences, type Difference } from './patterns.ts';
import { ReceivedVersions } from './receivedVersions.ts';
import { webhookInput } from './webhookInput.ts';
import type { Failure } from './result.ts';
import { written, type OtherWrite, type Placed, type Scenario, type StatePattern, type Step } from './scenario.ts';

/** A run of whoever makes the calls. */
export interface Client {
  readonly ended: Promise<CommandEnd>;
  readonly hasEnded: boolean;
  end(): Promise<void>;
}

export interface Stage {
  readonly space: Space;
  /** Address of the sandbox. */
  readonly url: URL;
  /** Called for each `run` unless the client is running. */
  readonly startClient: () => Promise<Client>;
  /** Port of the client's webhook receiver. */
  readonly webhookPort: number;
  readonly onStep?: (step: Placed<Step>) => void;
  /** True once no further step is to be done. */
  readonly isOver?: () => boolean;
}

/** Performs the steps of a scenario in a space. What it does itself are no calls. */
export class Play {
  readonly ends: CommandEnd[] = [];
  /** Versions that the client was given. */
  readonly received: ReceivedVersions;
  readonly #scenario: Scenario;
  readonly #stage: Stage;
  #client: Client | undefined;
  /** The client that has to answer webhook events. */
  #receiver: Client | undefined;
  /** Writes that meet the client's next write. */
  #armed: OtherWrite[] = [];
  #refusal: string | undefined;
  #written: string | undefined;
  #outlasts = false;
  #wasStopped = false;

  constructor(scenario: Scenario, stage: Stage) {
    this.#scenario = scenario;
    this.#stage = stage;
    this.received = new ReceivedVersions(stage.space);
  }

  /** Id of the referral that `$written` stands for. */
  get written(): string | undefined {
    return this.#written;
  }

  /** Why a write still waits for one of the client, as a sentence; undefined if none does. */
  get unmet(): string | undefined {
    if (this.#armed.length === 0) return undefined;
    if (this.#refusal === undefined) return 'The command makes no PATCH or PUT.';
    return `No referral that the command writes takes the write of the scenario: ${this.#refusal}`;
  }

  /** True if the client still ran after the last step, though no step waits for its end. */
  get outlasts(): boolean {
    return this.#outlasts;
  }

  /** True if a step ended a run of the client, which is none of `ends` then. */
  get wasStopped(): boolean {
    return this.#wasStopped;
  }

  /** Performs all steps. Returns the one that can't be done; then the rest isn't. */
  async perform(): Promise<Failure | undefined> {
    const watching = this.#stage.space.calls.onDidChange((change) => {
      if (change?.kind === 'began') this.#meetWrite(change.call);
    });
    const { steps } = this.#scenario;
    const isOver = (): boolean => this.#stage.isOver?.() ?? false;
    this.#expectReceiver(undefined);
    try {
      for (const step of steps) {
        if (isOver()) return undefined;
        this.#stage.onStep?.(step);
        const problem = await this.#perform(step);
        if (problem !== undefined) return { range: step.range, message: problem };
      }
      if (isOver()) return undefined;
      this.#outlasts = this.#client !== undefined;
      if (this.#client) {
        await this.#awaitEnd(this.#client);
        if (isOver()) this.#stage.space.coach.wasInterrupted();
      } else if (!steps.some(({ kind }) => kind === 'run')) await this.#run();
      // Another exit code tells a person that not all was done.
      this.#stage.space.coach.haveClientsEnded = this.ends.every(({ exitCode }) => exitCode === 0);
      return undefined;
    } finally {
      await this.#client?.end();
      this.#receiver = undefined;
      this.#stage.space.coach.expectsReceivers = true;
      watching.dispose();
      this.received.dispose();
    }
  }

  /** Returns why the step can't be done, as a sentence. */
  async #perform(step: Step): Promise<string | undefined> {
    const { space } = this.#stage;
    try {
      switch (step.kind) {
        case 'run':
          if (step.how === 'toEnd') await this.#run();
          else if (step.how === 'start') this.#client = await this.#start();
          else await this.#stop();
          return undefined;
        case 'advanceDays':
          if (!space.state.clock.canShow(space.state.clock.offsetAfter(step.days))) {
            return 'The clock ends with the year 9998. Advance it by fewer days.';
          }
          if (step.days > 0) space.state.advance(step.days);
          return undefined;
        case 'arrive':
          space.arrivals.add(step.members);
          return undefined;
        case 'microsoft':
          moveAsMicrosoft(space.state.store, space.state.clock, step.referral, step.does);
          return undefined;
        case 'write':
          if (step.write.referral === written) this.#armed.push(step.write);
          else this.#write(step.write, step.write.referral);
          return undefined;
        case 'fault':
          space.faults.add(step.fault);
          return undefined;
        case 'webhooks':
          space.webhooks.add(webhookInput(step.webhooks, this.#stage.webhookPort), this.#stage.url);
          // The first event would wait for the key to be made.
          await space.webhooks.certificate();
          return undefined;
        case 'waitForCall':
          await this.#waitUntil(() => countCalls(space, step.call) >= step.atLeast, step.seconds);
          return undefined;
        case 'waitForState':
          return await this.#waitForState(step.state, step.seconds);
      }
    } catch (error) {
      if (error instanceof RequestRefusal || error instanceof MoveError) return error.message;
      throw error;
    }
  }

  async #start(): Promise<Client> {
    const client = await this.#stage.startClient();
    this.#expectReceiver(client);
    void client.ended.then(() => {
      if (this.#receiver === client) this.#expectReceiver(undefined);
    });
    return client;
  }

  /** Events without an answer are findings only while a client runs. */
  #expectReceiver(client: Client | undefined): void {
    this.#receiver = client;
    this.#stage.space.coach.expectsReceivers = client !== undefined;
  }

  async #run(): Promise<void> {
    this.#client ??= await this.#start();
    await this.#awaitEnd(this.#client);
  }

  async #stop(): Promise<void> {
    const client = this.#client;
    // It may have ended by itself meanwhile, for example by an error.
    if (client?.hasEnded) return this.#awaitEnd(client);
    this.#expectReceiver(undefined);
    await client?.end();
    this.#client = undefined;
    this.#wasStopped = true;
    this.#stage.space.coach.wasInterrupted();
  }

  async #awaitEnd(client: Client): Promise<void> {
    this.ends.push(await client.ended);
    this.#client = undefined;
  }

  /** Somebody else's write, between the client's read and its own write. */
  #meetWrite({ method, path }: Call): void {
    const id = method === 'PATCH' || method === 'PUT' ? idIn(path) : undefined;
    if (id === undefined || !this.#stage.space.state.store.find(id)) return;
    this.#written ??= id;
    // A referral that others can't write, for example a closed one, is not the one that was meant.
    this.#armed = this.#armed.filter((write) => {
      try {
        this.#write(write, id);
        this.#written = id;
        return false;
      } catch (error) {
        if (!(error instanceof RequestRefusal)) throw error;
        this.#refusal = error.message;
        return true;
      }
    });
  }

  /** @throws RequestRefusal if the write isn't possible */
  #write({ as, patch }: OtherWrite, id: string): void {
    const { state } = this.#stage.space;
    const caller = identify(as);
    const referral = state.store.find(id);
    if (!referral || !isVisible(referral, caller)) {
      throw new RequestRefusal(404, {}, `There is no referral with the id ${id}, or who writes may not see it.`);
    }
    const { strict, lenient } = state.settings;
    const settings = { clock: state.clock, strict, lenient, facts: { notes: [] } };
    // The history says who wrote. The id is that of no call, since what steps do is none.
    state.writeAs({ by: 'client', requestId: crypto.randomUUID(), caller: nameCaller(as) }, () =>
      patchReferral(state.store, referral, patch, null, settings),
    );
  }

  /** Returns why the wait would be in vain, as a sentence. */
  async #waitForState(wanted: StatePattern, seconds: number): Promise<string | undefined> {
    const { store } = this.#stage.space.state;
    const found = (): Difference[] | undefined => {
      const id = wanted.referral === written ? this.#written : wanted.referral;
      const referral = id === undefined ? undefined : store.find(id);
      return referral && differences(contentOf(referral), wanted);
    };
    const unknown = (): Difference | undefined => found()?.find((each) => each.unknown !== undefined);
    await this.#waitUntil(() => found()?.length === 0 || unknown() !== undefined, seconds);
    const missing = unknown();
    return missing && `The wait for ${missing.name} would be in vain: ${describeMissing(missing)}.`;
  }

  /** Resolves when the condition is met, after the seconds, and when the client has ended. */
  async #waitUntil(isMet: () => boolean, seconds: number): Promise<void> {
    const client = this.#client;
    if (!client || client.hasEnded || isMet()) return;
    await new Promise<void>((resolve) => {
      const watching = this.#stage.space.calls.onDidChange((change) => {
        if (change?.kind === 'ended' && isMet()) end();
      });
      const timer = setTimeout(end, seconds * 1000);
      function end(): void {
        clearTimeout(timer);
        watching.dispose();
        resolve();
      }
      void client.ended.then(end);
    });
  }
}

function idIn(path: string): string | undefined {
  const id = /\/referrals\/([^/?]+)/.exec(path)?.[1];
  try {
    return id === undefined ? undefined : decodeURIComponent(id);
  } catch {
    return undefined;
  }
}
