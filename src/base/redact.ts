/**
 * Removes data that must not be logged from text of other sources: e-mail addresses, tokens, and the user information
 * of a URL (`http://name:password@proxy`).
 */
export function redacted(text: string): string {
  return (
    text
      .replace(/\b([a-z][a-z0-9+.-]*:\/\/)[^\s/@]+@/gi, '$1')
      .replace(/[^\s@<>"'/]+@[^\s@<>"'/]+/g, '<e-mail>')
      // Includes incomplete tokens, since the second part contains names.
      .replace(/\beyJ[\w-]{8,}(?:\.[\w-]*)*/g, '<token>')
      .replace(/([\\/](?:home|Users)[\\/])[^\\/\s'"]+/gi, '$1<user>')
      .replace(/\b[\w-]{20,}\.[\w-]{10,}(?:\.[\w-]*)+/g, '<token>')
      .replace(/Bearer\s+\S+/gi, 'Bearer <token>')
  );
}
