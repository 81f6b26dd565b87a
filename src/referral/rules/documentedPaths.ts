import { escapeKey } from '../leaves.ts';

/** The paths of PATCH that are documented (docs/api.md, Patching). `*` is an array index. */
const documentedPaths = new Set([
  '/status',
  '/substatus',
  '/statusReason',
  '/details/dealValue',
  '/details/currency',
  '/details/closingDateTime',
  '/details/notes',
  '/details/requirements/solutions',
  '/details/requirements/solutions/-',
  '/team',
  '/team/-',
  '/customerProfile/team',
  '/customerProfile/team/-',
  '/consent/consentToShareReferralWithMicrosoftSellers',
  '/externalReferenceId',
  '/campaignId',
  '/referralProgram',
  '/salesStage',
  '/registrations/-',
  ...['startDateTime', 'endDateTime', 'signDateTime', 'term', 'value'].map(
    (name) => `/registrations/*/contract/${name}`,
  ),
  ...[
    'value',
    'currency',
    'isDeployedOnAzure',
    'primaryDeploymentOn',
    'pricingModel',
    'marketplaceTransactionDetails/isMarketplaceTransacted',
    'marketplaceTransactionDetails/marketplaceTransactionDateTime',
  ].map((name) => `/registrations/*/solutionDetails/*/${name}`),
]);

/** True if the documentation has this path for PATCH. */
export function isDocumentedPath(steps: readonly string[]): boolean {
  // A property may have any name: none stands for an index or for more than one step.
  if (steps.includes('*')) return false;
  return documentedPaths.has(steps.map((step) => `/${/^\d+$/.test(step) ? '*' : escapeKey(step)}`).join(''));
}
