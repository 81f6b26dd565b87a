import { apiError } from './apiError.ts';

const exposed = 'ETag, request-id, client-request-id, timestamp, Retry-After, Preference-Applied, x-ms-ags-diagnostic';

/**
 * What web pages may do here. Without an allowed origin: nothing but read this sandbox's own page. A page of another site
 * could otherwise reset the sandbox, whose control plane asks for no token.
 */
export class CrossOrigin {
  private readonly allowed: string | undefined;

  /** @param allowed the one origin whose pages may call, e.g. `http://localhost:5173` */
  constructor(allowed: string | undefined) {
    this.allowed = allowed;
  }

  /**
   * The answer to a preflight, or undefined when the request is to be answered.
   * @throws ApiError 403 for a page of an origin that is not allowed
   */
  meet(request: Request, url: URL): Response | undefined {
    const origin = request.headers.get('origin');
    if (origin === null || origin === url.origin) return undefined;
    if (origin !== this.allowed) {
      throw apiError(
        403,
        'accessDenied',
        `Pages of ${origin} may not call this sandbox. Allow them with --cors ${origin}.`,
      );
    }
    if (request.method !== 'OPTIONS' || !request.headers.has('access-control-request-method')) return undefined;
    const headers = {
      'Access-Control-Allow-Methods': 'GET, POST, PATCH, PUT, DELETE',
      'Access-Control-Allow-Headers': request.headers.get('access-control-request-headers') ?? '',
      'Access-Control-Max-Age': '600',
    };
    return this.mark(new Response(null, { status: 204, headers }), request);
  }

  /** Adds to a response what lets an allowed page read it. */
  mark(response: Response, request: Request): Response {
    if (this.allowed === undefined) return response;
    response.headers.append('Vary', 'Origin');
    if (request.headers.get('origin') === this.allowed) {
      response.headers.set('Access-Control-Allow-Origin', this.allowed);
      response.headers.set('Access-Control-Expose-Headers', exposed);
    }
    return response;
  }
}
