import type { JsonObject } from '../json/json.ts';

/** A refusal in the service's words (reference §9); thrown by any part of the sandbox, turned into a response in one place. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  /** The response's body. */
  readonly body: JsonObject;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, body: JsonObject, message: string, headers: Record<string, string> = {}) {
    super(message);
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

export interface ErrorOptions {
  /** What is wrong: a property, a query option, a JSON pointer. */
  target?: string | undefined;
  innerError?: JsonObject;
  headers?: Record<string, string>;
}

/** An error in this API's shape, §9.1 first row. Messages are cut at the documented 1024 characters. */
export function apiError(status: number, code: string, message: string, options: ErrorOptions = {}): ApiError {
  const { target, innerError, headers } = options;
  const error: JsonObject = { code, message: message.slice(0, 1024) };
  if (target !== undefined) error.target = target;
  if (innerError) error.innerError = innerError;
  return new ApiError(status, { error }, message, headers);
}

export function invalidRequest(message: string, target?: string): ApiError {
  return apiError(400, 'invalidRequest', message, { target });
}

export function itemNotFound(message: string): ApiError {
  return apiError(404, 'itemNotFound', message);
}

/** 412 with two nested inner errors (§17.6); the innermost code is made up, the service publishes none. */
export function preconditionFailed(): ApiError {
  return apiError(412, 'preconditionFailed', 'The supplied entity tag is not the latest one.', {
    target: 'referral',
    innerError: {
      code: 'resourceModified',
      message: 'Referral was changed by another caller.',
      innerError: { code: 'sandboxEtagMismatch', message: 'If-Match differs from the eTag of the stored referral.' },
    },
  });
}

/** What the service says with this status when nothing else is known. */
export function errorForStatus(status: number, headers: Record<string, string> = {}): ApiError {
  if (status === 412) return preconditionFailed();
  // The gateway answers before the service does, with a body of its own (§9.1).
  if (status === 429) {
    const message = 'Rate limit is exceeded. Try again later.';
    return new ApiError(status, { statusCode: 429, message }, message, headers);
  }
  const [code, message] = codes[status] ??
    codes[status >= 500 ? 500 : 400] ?? ['generalException', 'Unspecified error.'];
  return apiError(status, code, message, { headers });
}

/** §9.2, natural mapping. */
const codes: Record<number, [code: string, message: string]> = {
  400: ['invalidRequest', 'The request is malformed or invalid.'],
  401: ['unauthenticated', 'The caller is not authenticated.'],
  403: ['accessDenied', 'The caller does not have permission to perform the action.'],
  404: ['itemNotFound', 'The resource could not be found.'],
  405: ['invalidRequest', 'The HTTP method in the request is not allowed on the resource.'],
  409: ['resourceModified', 'The resource was changed since it was read.'],
  410: ['itemNotFound', 'The resource is gone.'],
  413: ['invalidRequest', 'The request is larger than the maximum that is allowed.'],
  415: ['invalidRequest', 'The content type of the request is not supported.'],
  422: ['invalidRequest', 'The request cannot be processed because it is semantically incorrect.'],
  423: ['invalidRequest', 'The resource is locked.'],
  500: ['generalException', 'An unspecified error has occurred.'],
  503: ['serviceNotAvailable', 'The service is not available. Try again later.'],
  504: ['serviceNotAvailable', 'The service did not answer in time.'],
};
