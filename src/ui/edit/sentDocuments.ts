import type * as vscode from 'vscode';
import { identityOf } from '../../services/edit/createThrough.ts';
import type { Deal } from '../../services/edit/dealText.ts';
import { isSameSender, type Sender } from '../../services/edit/sender.ts';

interface Creation {
  readonly identity: string;
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
    this.#said.set(identity(deal), deal);
    return [...this.#said.values()];
  }

  created(deal: Deal, sender: Sender, referral: string): void {
    this.#created.push({ identity: identity(deal), sender, referral });
  }

  /** The referral that this deal has become already, where the sender would create it. */
  referralOf(deal: Deal, sender: Sender): string | undefined {
    const wanted = identity(deal);
    return this.#created.findLast((each) => each.identity === wanted && isSameSender(sender, each.sender))?.referral;
  }
}

const known = new WeakMap<vscode.TextDocument, SentDocument>();

export function sentDocument(document: vscode.TextDocument): SentDocument {
  const sent = known.get(document) ?? new SentDocument();
  known.set(document, sent);
  return sent;
}

function identity(deal: Deal): string {
  return JSON.stringify(identityOf(deal));
}
