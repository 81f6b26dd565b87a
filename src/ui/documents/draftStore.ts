import * as vscode from 'vscode';
import type { ConnectionId } from '../../protocol/panel.ts';
import { keyPrefix } from '../../services/edit/draftKeys.ts';
import type { SecretStore } from '../../services/edit/drafts.ts';

/**
 * Where drafts are stored. In a browser, VS Code's secret storage may last no longer than the page. VS Code keeps unsaved
 * text in the browser's storage there anyway, so the drafts have a copy in the workspace's state, until a sign-out.
 */
export function createDraftStore({ secrets, workspaceState }: vscode.ExtensionContext): DraftStore {
  return new DraftStore(secrets, vscode.env.uiKind === vscode.UIKind.Web ? workspaceState : undefined);
}

type Memento = Pick<vscode.Memento, 'get' | 'update' | 'keys'>;

/** Tells this window from others, also after it was loaded again. */
export function windowId({ workspaceState }: Pick<vscode.ExtensionContext, 'workspaceState'>): string {
  const key = 'partnerReferrals.window';
  const known = workspaceState.get<string>(key);
  if (known !== undefined) return known;
  const made = crypto.randomUUID();
  // If it isn't stored, this window's drafts are those of another window after a reload, and are shown all the same.
  workspaceState.update(key, made).then(undefined, () => undefined);
  return made;
}

export class DraftStore implements SecretStore {
  readonly #secrets: vscode.SecretStorage;
  readonly #copies: Memento | undefined;

  readonly onDidChange = (listener: (key: string) => void): vscode.Disposable =>
    this.#secrets.onDidChange(({ key }) => listener(key));

  constructor(secrets: vscode.SecretStorage, copies: Memento | undefined) {
    this.#secrets = secrets;
    this.#copies = copies;
  }

  async get(key: string): Promise<string | undefined> {
    return (await this.#secrets.get(key)) ?? this.#copies?.get<string>(key);
  }

  async store(key: string, value: string): Promise<void> {
    await Promise.all([this.#secrets.store(key, value), this.#copies?.update(key, value)]);
  }

  async delete(key: string): Promise<void> {
    await Promise.all([this.#secrets.delete(key), this.#copies?.update(key, undefined)]);
  }

  async keys(): Promise<string[]> {
    return [...new Set([...(await this.#secrets.keys()), ...this.#copyKeys()])];
  }

  /** Removes the copies of a connection's drafts. What is in the secret storage stays. */
  async deleteCopies(connection: ConnectionId): Promise<void> {
    const keys = this.#copyKeys().filter((key) => key.startsWith(keyPrefix(connection)));
    await Promise.all(keys.map(async (key) => this.#copies?.update(key, undefined)));
  }

  #copyKeys(): readonly string[] {
    return (this.#copies?.keys() ?? []).filter((key) => this.#copies?.get(key) !== undefined);
  }
}
