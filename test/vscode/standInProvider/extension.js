/**
 * Stands in for VS Code's Microsoft account provider. Knows nothing itself: hands each call to the test, over the loopback
 * port that the environment names, and fires the changes that the test tells. One JSON message a line.
 */
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import * as vscode from 'vscode';

export function activate(context) {
  const changes = new vscode.EventEmitter();
  const waiting = new Map();
  let last = 0;
  // A bare socket: VS Code's proxy settings, which are under test, don't reach it.
  const socket = connect(Number(process.env['PARTNER_REFERRALS_TEST_ACCOUNTS']), '127.0.0.1');
  socket.on('error', (error) => console.error(error));
  createInterface({ input: socket }).on('line', (line) => {
    const { id, result, change, refusal } = JSON.parse(line);
    if (change) return void tell(id, change);
    if (refusal) waiting.get(id)?.reject(new Error(refusal));
    else waiting.get(id)?.resolve(result);
    waiting.delete(id);
  });
  const tell = async (id, change) => {
    changes.fire(change);
    // Goes to the window and back behind the change, which so is with all extensions of this host before the answer.
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
    // Claims challenges: the typings keep these to VS Code's own providers, the host takes them from any.
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
