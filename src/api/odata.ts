/** A text as OData writes it in a filter: quoted, quotes inside doubled (reference §4.1). */
export function odataString(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
