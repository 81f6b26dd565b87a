/** Every name that package.json shares with the code; a test holds the two against each other. */

export const commands = {
  openReferral: 'partnerReferrals.openReferral',
  openReferralJson: 'partnerReferrals.openReferralJson',
  /** Always asks: VS Code gives the focused row to commands of a view's title. */
  findReferral: 'partnerReferrals.findReferral',
  refresh: 'partnerReferrals.refresh',
  signIn: 'partnerReferrals.signIn',
  signOut: 'partnerReferrals.signOut',
  switchConnection: 'partnerReferrals.switchConnection',
  copyReferralId: 'partnerReferrals.copyReferralId',
  findByCrmReference: 'partnerReferrals.findByCrmReference',
  showLog: 'partnerReferrals.showLog',
  useSandbox: 'partnerReferrals.useSandbox',
  diagnoseConnection: 'partnerReferrals.diagnoseConnection',
  startSandbox: 'partnerReferrals.startSandbox',
  stopSandbox: 'partnerReferrals.stopSandbox',
  copySandboxUrl: 'partnerReferrals.copySandboxUrl',
  copySandboxToken: 'partnerReferrals.copySandboxToken',
  injectSandboxFault: 'partnerReferrals.injectSandboxFault',
  resetSandbox: 'partnerReferrals.resetSandbox',
  advanceSandboxClock: 'partnerReferrals.advanceSandboxClock',
} as const;

/** Called by our own links and rows, with arguments; not in the palette. */
export const innerCommands = {
  lookUpReferral: 'partnerReferrals.lookUpReferral',
  loadMore: 'partnerReferrals.loadMore',
  /** Asks for a sign-in though there is a session: the server refused it. */
  signInAgain: 'partnerReferrals.signInAgain',
  showListAnswer: 'partnerReferrals.showListAnswer',
} as const;

/** There while a picker of ours is open: keys for the buttons of its active row. */
export const pickerCommands = {
  openJson: 'partnerReferrals.picker.openJson',
  copyId: 'partnerReferrals.picker.copyId',
  togglePin: 'partnerReferrals.picker.togglePin',
} as const;

export const settings = {
  connection: 'partnerReferrals.connection',
  openLayout: 'partnerReferrals.open.layout',
  sandboxPort: 'partnerReferrals.sandbox.port',
  sandboxSeedFile: 'partnerReferrals.sandbox.seedFile',
  sandboxUrl: 'partnerReferrals.sandbox.url',
  authMethod: 'partnerReferrals.auth.method',
  authClientId: 'partnerReferrals.auth.clientId',
  authTenantId: 'partnerReferrals.auth.tenantId',
  hoverLookup: 'partnerReferrals.hover.lookup',
  crmUrlTemplate: 'partnerReferrals.crm.urlTemplate',
} as const;

export const views = { referrals: 'partnerReferrals.referrals' } as const;
export const webviews = { referral: 'partnerReferrals.referral' } as const;
export const schemes = { referral: 'partner-referral' } as const;

/** The setup checklist: extension and walkthrough, as `workbench.action.openWalkthrough` takes them. */
export const walkthrough = 'partner-tools.partner-referrals#setup';

export const contextKeys = {
  /** What the view has to show when it has no rows; drives its welcome content. */
  list: 'partnerReferrals.list',
  /** True while a picker of ours is open. */
  picking: 'partnerReferrals.picking',
} as const;
export type ListContext = 'loading' | 'signedOut' | 'failed' | 'empty' | 'rows';
