import type { ServedSandbox } from '../http/serveSandbox.ts';
import type { Space } from '../http/space.ts';
import type { CommandEnd } from './command.ts';
import { judge } from './expectations.ts';
import { Play, type Client } from './play.ts';
import { nameOfStep, type Scenario } from './scenario.ts';

export interface PlayOptions {
  /** Port of the webhook receiver. */
  readonly webhookPort: number;
  /** Receives what happens, a line each. */
  readonly tell: (line: string) => void;
  /** A run of the client has ended when it has not called for this long. */
  readonly quietMs?: number;
}

/**
 * Plays a scenario for a client that somebody else starts: a run begins with the first call, and ends when no call comes
 * for a while. Ends with the sandbox.
 */
export async function playScenario(
  scenario: Scenario,
  { sandbox, url }: ServedSandbox,
  { webhookPort, tell, quietMs = 3000 }: PlayOptions,
): Promise<void> {
  const space = sandbox.spaceOf(`Bearer ${scenario.token}`);
  const play = new Play(scenario, {
    space,
    url: new URL(url),
    webhookPort,
    startClient: () => firstCall(space, quietMs),
    onStep: (step) => tell(`Line ${step.range.start.line}: ${nameOfStep(step)}`),
  });
  const problem = await play.perform();
  if (problem) return tell(`Line ${problem.range.start.line}: ${problem.message}`);
  const { ends, received, wasStopped, written } = play;
  const outcome = { space, ends, received, wasStopped, written };
  // Nobody knows the exit code of a client that was started elsewhere.
  const expected = scenario.expect.filter(({ kind }) => kind !== 'exitCode');
  const failures = expected.flatMap((expectation) => judge(expectation, outcome) ?? []);
  for (const { range, message } of failures) tell(`Line ${range.start.line}: ${message}`);
  tell(failures.length === 0 ? 'All expectations hold.' : `${failures.length} of ${expected.length} don't hold.`);
}

/** Resolves with a client as soon as one calls. */
function firstCall(space: Space, quietMs: number): Promise<Client> {
  return new Promise((resolve) => {
    const watching = space.calls.onDidChange((change) => {
      if (change?.kind !== 'began') return;
      watching.dispose();
      resolve(new Caller(space, quietMs));
    });
  });
}

class Caller implements Client {
  readonly ended: Promise<CommandEnd>;
  hasEnded = false;

  constructor({ calls }: Space, quietMs: number) {
    this.ended = new Promise((resolve) => {
      const end = (): void => {
        this.hasEnded = true;
        watching.dispose();
        resolve({ exitCode: undefined, signal: undefined });
      };
      let running = 1;
      let timer: NodeJS.Timeout | undefined;
      const watching = calls.onDidChange((change) => {
        if (!change) return;
        running += change.kind === 'began' ? 1 : -1;
        clearTimeout(timer);
        // It doesn't keep a process running that has nothing else to do.
        if (running <= 0) timer = setTimeout(end, quietMs).unref();
      });
    });
  }

  end(): Promise<void> {
    return Promise.resolve();
  }
}
