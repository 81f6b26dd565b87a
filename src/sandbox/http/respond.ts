import { ApiError, errorForStatus } from './apiError.ts';

const jsonType = 'application/json; charset=utf-8';

/** @param body JSON text */
export function respondJson(status: number, body: string, headers: Record<string, string> = {}): Response {
  return new Response(body, { status, headers: { 'Content-Type': jsonType, ...headers } });
}

/** Errors become responses in the API's shape; an unexpected one is a 500, whatever it was. */
export function respondError(error: unknown): Response {
  const { status, body, headers } = error instanceof ApiError ? error : errorForStatus(500);
  return respondJson(status, JSON.stringify(body), headers);
}
