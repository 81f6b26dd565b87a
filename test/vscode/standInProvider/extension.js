/**
 * Replaces VS Code's Microsoft account provider. It passes each call to the test, through the loopback port in an
 * environment variable, and fires the changes that the test sends. Each line is a JSON message.
 */
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import * as vscode from 'vscode';

export function activate(context) {
  const changes = new vscode.EventEmitter();
  const waiting = new Map();
  let last = 0;
  // A plain socket, which VS Code's proxy settings (these are tested) don't affect.
  const socket = connect(Number(process.env['PARTNER_REFERRALS_TEST_ACCOUNTS']), '127.0.0.1');
  socket.on('error', (error) => console.error(error));
  const lines = createInterface({ input: socket });
  // It repeats those of the socket.
  lines.on('error', () => undefined);
  lines.on('line', (line) => {
    const { id, result, change, refusal } = JSON.parse(line);
    if (change) return void tell(id, change);
    if (refusal) waiting.get(id)?.reject(new Error(refusal));
    else waiting.get(id)?.resolve(result);
    waiting.delete(id);
  });
  const tell = async (id, change) => {
    changes.fire(change);
    // This command makes a round trip to the window after the change, so all extensions of this host have received the
    // change before the response.
    await vscode.commands.executeCommand('setContext', 'standInMicrosoft.told', id);
    socket.write(`${JSON.stringify({ told: id })}\n`);
  };
  const ask = (method, question) =>
    new Promise((resolve, reject) => {
      const id = ++last;
      waiting.set(id, { resolve, reject });
      socket.write(`${JSON.stringify({ id, method, ...question })}\n`);
    });
  const provider = {
    onDidChangeSessions: changes.event,
    getSessions: (scopes, options) => ask('getSessions', { scopes, account: options?.account?.id }),
    createSession: (scopes, options) => ask('createSession', { scopes, account: options?.account?.id }),
    // Claims challenges: by the type definitions, only VS Code's own providers get these, but the extension host
    // accepts them from any provider.
    getSessionsFromChallenges: (constraint, options) => ask('getSessions', challenged(constraint, options)),
    createSessionFromChallenges: (constraint, options) => ask('createSession', challenged(constraint, options)),
    removeSession: (session) => ask('removeSession', { session }),
  };
  context.subscriptions.push(
    changes,
    { dispose: () => socket.destroy() },
    vscode.authentication.registerAuthenticationProvider('microsoft', 'Microsoft', provider, {
      supportsMultipleAccounts: true,
      supportsChallenges: true,
    }),
  );
}

const challenged = ({ challenges, fallbackScopes }, options) => ({
  scopes: fallbackScopes,
  account: options?.account?.id,
  claims: challenges.map(({ params }) => params.claims).find((claims) => claims),
});
