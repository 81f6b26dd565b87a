/** JSON values. Their prototypes can't be changed by input. */
export type Json = null | boolean | number | string | Json[] | JsonObject;

export interface JsonObject {
  [key: string]: Json;
}

/**
 * Parses JSON text; throws SyntaxError. `JSON.parse` creates `__proto__` as an own property, so prototypes are safe.
 */
export function parseJson(text: string): Json {
  return JSON.parse(text) as Json;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An own member of an object, or undefined. */
export function member(value: Json | undefined, name: string): Json | undefined {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

export function text(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
