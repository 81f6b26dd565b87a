import { instantOf } from '../referral/instant.ts';
import type { HttpResponse } from './transport.ts';

/**
 * The time by the server's clock when it sent the response, in ms since 1970. The gateway's header, whose form isn't
 * documented, may say it more exactly than the general one (docs/api.md, Headers). Undefined if neither can be read.
 */
export function serverTimeOf(response: HttpResponse): number | undefined {
  const values = [response.header('timestamp'), response.header('date')];
  return values.map(instantOf).find((time) => time !== undefined);
}
