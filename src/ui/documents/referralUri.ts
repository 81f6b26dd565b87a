import * as vscode from 'vscode';
import type { ConnectionId } from '../../protocol/panel.ts';
import { schemes } from '../names.ts';

const suffix = '.referral.json';

/** `partner-referral://<connection>/<id>.referral.json`. The id is in the path, since VS Code lower-cases authorities. */
export function referralUri(connection: ConnectionId, id: string): vscode.Uri {
  // Ids of other servers may have any characters. A GUID stays as it is.
  const name = encodeURIComponent(id.toLowerCase());
  return vscode.Uri.from({ scheme: schemes.referral, authority: connection, path: `/${name}${suffix}` });
}

/** Undefined when the URI isn't that of a referral's document. */
export function readReferralUri(uri: vscode.Uri): { connection: ConnectionId; id: string } | undefined {
  const { authority, path } = uri;
  if (uri.scheme !== schemes.referral || !path.endsWith(suffix)) return undefined;
  if (authority !== 'sandbox' && authority !== 'partner-center') return undefined;
  const id = decoded(path.slice(1, -suffix.length))?.toLowerCase();
  return id === undefined || id === '' ? undefined : { connection: authority, id };
}

function decoded(name: string): string | undefined {
  try {
    return decodeURIComponent(name);
  } catch {
    return undefined;
  }
}
