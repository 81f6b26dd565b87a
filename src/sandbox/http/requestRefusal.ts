import type { JsonObject } from '../../base/json.ts';
import { rules, type RuleId } from '../../referral/rules/rules.ts';

/**
 * An error response of the service (docs/api.md, Errors). Thrown in any part of the sandbox and turned into a response
 * in one place.
 */
export class RequestRefusal extends Error {
  override readonly name = 'RequestRefusal';
  readonly status: number;
  /** The response's body. */
  readonly body: JsonObject;
  readonly headers: Readonly<Record<string, string>>;
  /** The rule that was broken; undefined for the control plane and for faults. */
  readonly rule: RuleId | undefined;

  constructor(status: number, body: JsonObject, message: string, headers: Record<string, string> = {}, rule?: RuleId) {
    super(message);
    this.status = status;
    this.body = body;
    this.headers = headers;
    this.rule = rule;
  }
}

export interface ErrorOptions {
  /** What is wrong: a property, a query option, a JSON pointer. */
  target?: string | undefined;
  innerError?: JsonObject;
  headers?: Record<string, string>;
  rule?: RuleId;
}

/** An error in this API's form (docs/api.md, Errors). Messages are cut at the documented 1024 characters. */
export function requestRefusal(
  status: number,
  code: string,
  message: string,
  options: ErrorOptions = {},
): RequestRefusal {
  const { target, innerError, headers, rule } = options;
  const error: JsonObject = { code, message: message.slice(0, 1024) };
  if (target !== undefined) error.target = target;
  if (innerError) error.innerError = innerError;
  return new RequestRefusal(status, { error }, message, headers, rule);
}

/**
 * The refusal of a request that breaks a rule of the API (docs/sandbox-rules.md). `innerError` has the rule's id as code
 * and its sentence as message; the service publishes no inner codes.
 * @param target what is wrong: a JSON pointer, a query option, a header
 * @param advice the next step, behind the rule's sentence
 */
export function refuse(
  rule: RuleId,
  message: string,
  target?: string,
  headers?: Record<string, string>,
  advice?: string,
): RequestRefusal {
  const { status, sentence } = rules[rule];
  const [code] = codes[status] ?? ['invalidRequest'];
  const innerError = { code: rule, message: advice === undefined ? sentence : `${sentence} ${advice}` };
  return requestRefusal(status, code, message, { target, innerError, rule, ...(headers && { headers }) });
}

/** A refusal of the control plane. The API's own refusals name their rule. */
export function invalidRequest(message: string, target?: string): RequestRefusal {
  return requestRefusal(400, 'invalidRequest', message, { target });
}

/**
 * 412 with two nested inner errors (docs/api.md, Errors). The innermost one names the rule; the service publishes no such
 * codes.
 */
export function preconditionFailed(): RequestRefusal {
  return requestRefusal(412, 'preconditionFailed', 'The supplied entity tag is not the latest one.', {
    target: 'referral',
    rule: 'latest-etag',
    innerError: {
      code: 'resourceModified',
      message: 'Referral was changed by another caller.',
      innerError: { code: 'latest-etag' satisfies RuleId, message: rules['latest-etag'].sentence },
    },
  });
}

/** The service's response for a status without further information. */
export function refusalForStatus(status: number, headers: Record<string, string> = {}): RequestRefusal {
  if (status === 412) return preconditionFailed();
  // Sent by the gateway, with another form of body (docs/api.md, Errors).
  if (status === 429) {
    const message = 'Rate limit is exceeded. Try again later.';
    return new RequestRefusal(status, { statusCode: 429, message }, message, headers);
  }
  const [code, message] = codes[status] ??
    codes[status >= 500 ? 500 : 400] ?? ['generalException', 'Unspecified error.'];
  return requestRefusal(status, code, message, { headers });
}

/** Code and message by status (docs/api.md, Errors). */
const codes: Record<number, [code: string, message: string]> = {
  400: ['invalidRequest', 'The request is malformed or invalid.'],
  401: ['unauthenticated', 'The caller is not authenticated.'],
  403: ['accessDenied', 'The caller does not have permission to perform the action.'],
  404: ['itemNotFound', 'The resource could not be found.'],
  405: ['invalidRequest', 'The HTTP method in the request is not allowed on the resource.'],
  406: ['invalidRequest', 'None of the accepted content types is supported.'],
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
