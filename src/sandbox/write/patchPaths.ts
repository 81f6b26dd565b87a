/** Properties only the server sets (reference §3.1, "R"), and those fixed at creation. Nobody may patch or put them. */
export const serverSet: ReadonlySet<string> = new Set([
  '@odata.context',
  'id',
  'engagementId',
  'organizationId',
  'organizationName',
  'createdDateTime',
  'updatedDateTime',
  'expirationDateTime',
  'acceptedDateTime',
  'closedDateTime',
  'direction',
  'quality',
  'isSpam',
  'tags',
  'registrationStatus',
  'dealSensitivity',
  'createdVia',
  'lastModifiedVia',
  'lastRunId',
  'eTag',
  'links',
  'trackingInfo',
]);

const serverSetInAnyCase = new Set([...serverSet].map((name) => name.toLowerCase()));

/** Names of sent bodies are bound whatever their case (reference §3.5). */
export function isServerSet(name: string): boolean {
  return serverSetInAnyCase.has(name.toLowerCase());
}

/** The paths the connector offers (reference §7.1); strict mode takes these and no other. `*` is an array's index. */
const connectorPaths = new Set([
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

export function isConnectorPath(steps: readonly string[]): boolean {
  return connectorPaths.has(steps.map((step) => `/${/^\d+$/.test(step) ? '*' : step}`).join(''));
}

/** Paths of a registration that stay open after the deal is won. */
export function isRegistrationPath(steps: readonly string[]): boolean {
  return steps[0] === 'registrations' && steps.length > 1;
}

/** Inside a registration the server sets these. */
export function isServerSetInRegistration(steps: readonly string[]): boolean {
  const [first, , name] = steps;
  return (
    first === 'registrations' &&
    (steps.length < 2 || ['id', 'registrationDateTime', 'status', 'statusReason', 'statusHistory'].includes(name ?? ''))
  );
}
