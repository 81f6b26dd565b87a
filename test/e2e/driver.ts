/**
 * The counterpart of test/vscode/testDriver in the tests: runs commands in the extension host and reports when they
 * have ended.
 */
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { waitLimit } from '../limits.ts';

/** A running command. */
export interface Running {
  /** Resolves when the command has ended. Rejects if it failed or its window is closed. */
  readonly ended: Promise<void>;
}

type Message =
  { readonly extensionHost: number } | { readonly id: number; readonly started?: true; readonly error?: string };

/** One for each VS Code server. It drives the latest of the server's windows. */
export class Driver {
  readonly #server: Server;
  readonly #waiting = new Map<number, { started(): void; resolve(): void; reject(error: Error): void }>();
  #socket: Socket | undefined;
  #connected = Promise.withResolvers<undefined>();
  #extensionHost: number | undefined;
  #last = 0;

  private constructor(server: Server) {
    this.#server = server;
    server.on('connection', (socket) => this.#serve(socket));
  }

  static async start(): Promise<Driver> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new Driver(server);
  }

  /** Environment variables that the VS Code server needs. */
  get env(): Readonly<Record<string, string>> {
    return { PARTNER_REFERRALS_TEST_DRIVER: String((this.#server.address() as AddressInfo).port) };
  }

  /** The process ID of the window's extension host. That of an earlier window may still run. */
  get extensionHost(): number {
    if (!this.#socket || this.#extensionHost === undefined) throw new Error('There is no window to drive.');
    return this.#extensionHost;
  }

  /** Call before opening or reloading a window. The returned function resolves when its extension host is connected. */
  expectWindow(): () => Promise<void> {
    this.#connected = Promise.withResolvers();
    const { promise } = this.#connected;
    return async () => {
      const tooLate = AbortSignal.timeout(waitLimit);
      const limit = once(tooLate, 'abort').then(() => {
        throw new Error(`The window's extension host did not connect within ${waitLimit / 1000} s.`);
      });
      await Promise.race([promise, limit]);
    };
  }

  /** Resolves when the command is running. */
  start(command: string, ...args: readonly unknown[]): Promise<Running> {
    const { started, ended } = this.#send({ command, args });
    // A rejection needn't be handled, e.g. that of a command that reloads the window.
    ended.catch(() => undefined);
    return started.then(() => ({ ended }));
  }

  /** Writes user settings and resolves when they are in effect. `null` removes a setting. */
  configure(settings: Readonly<Record<string, unknown>>): Promise<void> {
    return this.#send({ settings }).ended;
  }

  /** Resolves when this extension is active. Doesn't activate it. */
  whenActive(extension: string): Promise<void> {
    return this.#send({ active: extension }).ended;
  }

  /** Resolves when the task with this name has started. */
  runTask(name: string): Promise<void> {
    return this.#send({ task: name }).ended;
  }

  /** Settles when the first occurrence of a text in the active editor is selected. */
  select(text: string): Promise<void> {
    return this.#send({ selected: text }).ended;
  }

  /**
   * Resolves after timers in the extension host, one after the other, in ms. Timers of a process end in their order, so
   * a timer that was set before, for less time, has ended too, however slow the machine is.
   */
  afterTimers(...timers: readonly number[]): Promise<void> {
    return this.#send({ timers }).ended;
  }

  async close(): Promise<void> {
    this.#socket?.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #send(request: object): { started: Promise<unknown>; ended: Promise<undefined> } {
    const id = ++this.#last;
    const start = Promise.withResolvers<undefined>();
    const end = Promise.withResolvers<undefined>();
    this.#waiting.set(id, {
      started: () => start.resolve(undefined),
      resolve: () => end.resolve(undefined),
      reject: end.reject,
    });
    if (this.#socket) this.#socket.write(`${JSON.stringify({ id, ...request })}\n`);
    else end.reject(new Error('There is no window to drive.'));
    return { started: Promise.race([start.promise, end.promise]), ended: end.promise };
  }

  #serve(socket: Socket): void {
    this.#socket?.destroy();
    this.#socket = socket;
    socket.on('error', () => undefined);
    socket.on('close', () => {
      if (this.#socket !== socket) return;
      this.#socket = undefined;
      for (const { reject } of this.#waiting.values()) reject(new Error('The window is gone.'));
      this.#waiting.clear();
    });
    const lines = createInterface({ input: socket });
    // It repeats those of the socket.
    lines.on('error', () => undefined);
    lines.on('line', (line) => this.#read(JSON.parse(line) as Message));
  }

  #read(message: Message): void {
    if ('extensionHost' in message) {
      this.#extensionHost = message.extensionHost;
      return this.#connected.resolve(undefined);
    }
    const waiting = this.#waiting.get(message.id);
    if (message.started) return waiting?.started();
    this.#waiting.delete(message.id);
    if (message.error === undefined) waiting?.resolve();
    else waiting?.reject(new Error(message.error));
  }
}
