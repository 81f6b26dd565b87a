import type { Json, JsonObject } from '../../base/json.ts';

/** A response, request body or parameter of OpenAPI, from what differs. */
export function jsonContent(schema: JsonObject): JsonObject {
  return { content: { 'application/json': { schema } } };
}

export function reference(name: string): JsonObject {
  return { $ref: `#/components/schemas/${name}` };
}

export function objectOf(properties: JsonObject): JsonObject {
  return { type: 'object', properties, required: Object.keys(properties) };
}

export function parameter(
  place: 'query' | 'header' | 'path',
  name: string,
  description: string,
  schema: JsonObject,
): JsonObject {
  return { name, in: place, description, schema, ...(place === 'path' && { required: true }) };
}

export function bodyOf(schema: JsonObject, required: Json): JsonObject {
  return { required, ...jsonContent(schema) };
}
