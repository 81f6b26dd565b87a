/**
 * Cuts out of somebody else's words what may not be written down: e-mail addresses, tokens, and what stands before the
 * host of an address (`http://name:password@proxy`).
 */
export function redacted(text: string): string {
  return (
    text
      .replace(/\b([a-z][a-z0-9+.-]*:\/\/)[^\s/@]+@/gi, '$1')
      .replace(/[^\s@<>"'/]+@[^\s@<>"'/]+/g, '<e-mail>')
      // A token's beginning is as good as all of it: its second part names people.
      .replace(/\beyJ[\w-]{8,}(?:\.[\w-]*)*/g, '<token>')
      .replace(/([\\/](?:home|Users)[\\/])[^\\/\s'"]+/gi, '$1<user>')
      .replace(/\b[\w-]{20,}\.[\w-]{10,}(?:\.[\w-]*)+/g, '<token>')
      .replace(/Bearer\s+\S+/gi, 'Bearer <token>')
  );
}
