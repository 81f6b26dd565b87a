import type { Catalog } from '../../src/services/catalog/catalog.ts';
import { Drafts } from '../../src/services/edit/drafts.ts';
import { ReferralDocuments } from '../../src/ui/documents/documents.ts';
import { Failures } from '../../src/ui/failures/failures.ts';
import { Log } from '../../src/ui/log/log.ts';

/** As a new extension host has them: without drafts. */
export const documentsOf = (catalog: Catalog): ReferralDocuments => {
  const secrets = {
    get: async () => undefined,
    store: async () => undefined,
    delete: async () => undefined,
    keys: async () => [],
  };
  const tools = { connection: () => 'sandbox' as const, signIn: async () => false, useSandbox: async () => undefined };
  return new ReferralDocuments(catalog, new Drafts(secrets, () => '', 'window'), new Failures(new Log(), tools));
};
