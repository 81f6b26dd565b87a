/** An OData string literal: quoted, with quotes inside doubled (docs/api.md, Query options). */
export function odataString(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
