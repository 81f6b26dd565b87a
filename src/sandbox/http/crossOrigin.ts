import { requestRefusal } from './requestRefusal.ts';

const exposed = 'ETag, request-id, client-request-id, timestamp, Retry-After, Preference-Applied, x-ms-ags-diagnostic';

/**
 * Cross-origin requests of web pages. Without an allowed origin they are rejected: a page of another site could
 * otherwise reset the sandbox, whose control plane needs no token.
 */
export class CrossOrigin {
  readonly #allowed: string | undefined;

  /** @param allowed the one origin whose pages may call, e.g. `http://localhost:5173` */
  constructor(allowed: string | undefined) {
    this.#allowed = allowed;
  }

  /**
   * The response to a preflight request, or undefined for other requests.
   * @throws RequestRefusal 403 for a page of an origin that is not allowed
   */
  meet(request: Request, url: URL): Response | undefined {
    const origin = request.headers.get('origin');
    if (origin === null && url.pathname !== '/') this.#checkSite(request);
    if (origin === null || origin === url.origin) return undefined;
    if (origin !== this.#allowed) {
      throw requestRefusal(403, 'accessDenied', `Pages of ${origin} may not call this sandbox. ${adviceFor(origin)}`);
    }
    if (request.method !== 'OPTIONS' || !request.headers.has('access-control-request-method')) return undefined;
    const headers = {
      'Access-Control-Allow-Methods': 'GET, POST, PATCH, PUT, DELETE',
      'Access-Control-Allow-Headers': request.headers.get('access-control-request-headers') ?? '',
      'Access-Control-Max-Age': '600',
    };
    return this.mark(new Response(null, { status: 204, headers }), request);
  }

  /** An image or a link of another page is requested without Origin. It could use up a fault. */
  #checkSite({ headers }: Request): void {
    const site = headers.get('sec-fetch-site');
    if (site !== 'cross-site' && site !== 'same-site') return;
    const message = 'Images, links and frames of other pages may not call this sandbox.';
    throw requestRefusal(403, 'accessDenied', message);
  }

  /** Adds the headers that let an allowed page read the response. */
  mark(response: Response, request: Request): Response {
    if (this.#allowed === undefined) return response;
    response.headers.append('Vary', 'Origin');
    if (request.headers.get('origin') === this.#allowed) {
      response.headers.set('Access-Control-Allow-Origin', this.#allowed);
      response.headers.set('Access-Control-Expose-Headers', exposed);
    }
    return response;
  }
}

/** True for an origin that `--cors` takes. A browser sends no *, so it would match nothing. */
export function isWebOrigin(origin: string): boolean {
  return URL.canParse(origin) && /^https?:[^*]*$/.test(origin);
}

/** Files, sandboxed frames and webviews have no origin of their own that could be allowed. */
function adviceFor(origin: string): string {
  return isWebOrigin(origin)
    ? `Allow them with --cors ${origin}.`
    : 'Only pages of http and https can be allowed: serve the page over http://localhost and allow its origin, e.g. with --cors http://localhost:5173.';
}
