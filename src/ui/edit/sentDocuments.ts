import type * as vscode from 'vscode';
import { identityOf } from '../../services/edit/createThrough.ts';
import type { Deal } from '../../services/edit/dealText.ts';
import { isSameSender, type Sender } from '../../services/edit/sender.ts';

interface Creation {
  readonly sender: Sender;
  readonly referral: string;
}

/** What became of an open document that was sent as a new deal. */
export class SentDocument {
  /** What it said when it was sent: a new name or customer doesn't make it another deal. */
  readonly #said = new Map<string, Deal>();
  readonly #created: Creation[] = [];
  /** The last time that it was sent. */
  run: object = {};

  /** Returns all that it has said, oldest first. */
  say(deal: Deal): readonly Deal[] {
    this.#said.set(JSON.stringify(identityOf(deal)), deal);
    return [...this.#said.values()];
  }

  created(sender: Sender, referral: string): void {
    this.#created.push({ sender, referral });
  }

  /**
   * The last referral that the document has become where the sender would create one. What it says now doesn't matter: who
   * corrects the name of a deal that was sent doesn't want a second one.
   */
  referralOf(sender: Sender): string | undefined {
    return this.#created.findLast((each) => isSameSender(sender, each.sender))?.referral;
  }
}

const known = new WeakMap<vscode.TextDocument, SentDocument>();

export function sentDocument(document: vscode.TextDocument): SentDocument {
  const sent = known.get(document) ?? new SentDocument();
  known.set(document, sent);
  return sent;
}
