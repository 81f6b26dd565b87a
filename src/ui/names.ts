/** Every name that package.json shares with the code; a test holds the two against each other. */

/** What a referral's row offers in the side panel; each works on the rows it is given, or asks for a referral. */
export const rowCommands = {
  openToSide: 'partnerReferrals.openToSide',
  openInCrm: 'partnerReferrals.openInCrm',
  openInPartnerCenter: 'partnerReferrals.openInPartnerCenter',
  compareWith: 'partnerReferrals.compareWith',
  compareSelected: 'partnerReferrals.compareSelected',
  filterLike: 'partnerReferrals.filterLike',
  pin: 'partnerReferrals.pin',
  unpin: 'partnerReferrals.unpin',
  discardChanges: 'partnerReferrals.discardChanges',
  copyLink: 'partnerReferrals.copyLink',
  copyName: 'partnerReferrals.copyName',
  copySummary: 'partnerReferrals.copySummary',
} as const;

/** Of rows that are no referrals', and of keys in the side panel: nothing without a row. */
export const paneCommands = {
  copyContactName: 'partnerReferrals.copyContactName',
  copyContactEmail: 'partnerReferrals.copyContactEmail',
  copyContactPhone: 'partnerReferrals.copyContactPhone',
  previewRow: 'partnerReferrals.previewRow',
  copyRows: 'partnerReferrals.copyRows',
  discardOtherDraft: 'partnerReferrals.discardOtherDraft',
} as const;

/** Of the referral panel that has the focus, and the mask of all panels. */
export const panelCommands = {
  hidePersonalData: 'partnerReferrals.hidePersonalData',
  showPersonalData: 'partnerReferrals.showPersonalData',
  goBack: 'partnerReferrals.goBack',
  goForward: 'partnerReferrals.goForward',
  compareWithPrevious: 'partnerReferrals.compareWithPrevious',
  dismissChanges: 'partnerReferrals.dismissChanges',
  keepInPanel: 'partnerReferrals.keepInPanel',
} as const;

/** How the side panel's list is laid out, and how much of it is loaded. */
export const browseCommands = {
  groupBy: 'partnerReferrals.groupBy',
  sortBy: 'partnerReferrals.sortBy',
  filter: 'partnerReferrals.filter',
  clearFilter: 'partnerReferrals.clearFilter',
  showMine: 'partnerReferrals.showMine',
  showAttention: 'partnerReferrals.showAttention',
  loadMore: 'partnerReferrals.loadMore',
  loadAll: 'partnerReferrals.loadAll',
} as const;

/** That change a referral, or create one. */
export const editCommands = {
  accept: 'partnerReferrals.accept',
  decline: 'partnerReferrals.decline',
  closeDeal: 'partnerReferrals.closeDeal',
  changeReferral: 'partnerReferrals.changeReferral',
  newReferral: 'partnerReferrals.newReferral',
  sendReferral: 'partnerReferrals.sendReferral',
} as const;

/** That write referrals into files and code of the person's own. */
export const exportCommands = {
  saveAsFixture: 'partnerReferrals.saveAsFixture',
  copyAs: 'partnerReferrals.copyAs',
  /** For the title of the side panel: VS Code gives the focused row to commands there. */
  copyListAs: 'partnerReferrals.copyListAs',
} as const;

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
  ...rowCommands,
  ...paneCommands,
  ...panelCommands,
  ...browseCommands,
  ...editCommands,
  ...exportCommands,
} as const;

/** Called by our own links and rows, with arguments; not in the palette. */
export const innerCommands = {
  lookUpReferral: 'partnerReferrals.lookUpReferral',
  showMoreRows: 'partnerReferrals.showMoreRows',
  /** Asks for a sign-in though there is a session: the server refused it. */
  signInAgain: 'partnerReferrals.signInAgain',
  showListAnswer: 'partnerReferrals.showListAnswer',
  /** Asks for the other referrals of a row's engagement once more. */
  lookAgain: 'partnerReferrals.lookAgain',
  /** Shows the unsaved text of another window beside this window's document. */
  compareOtherDraft: 'partnerReferrals.compareOtherDraft',
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
  maskPersonalData: 'partnerReferrals.panel.maskPersonalData',
  browseMyEmail: 'partnerReferrals.browse.myEmail',
  browseRefreshMinutes: 'partnerReferrals.browse.refreshMinutes',
  cacheOnDisk: 'partnerReferrals.cache.onDisk',
  editPreview: 'partnerReferrals.edit.preview',
} as const;

export const views = { referrals: 'partnerReferrals.referrals' } as const;
export const webviews = { referral: 'partnerReferrals.referral' } as const;
export const schemes = {
  referral: 'partner-referral',
  /** Versions that were fetched before, for comparing. */
  version: 'partner-referral-version',
  /** The server's text beside a person's that conflicts with it. */
  theirs: 'partner-referral-theirs',
  /** Responses that could not be read. */
  answer: 'partner-referral-answer',
} as const;

/** The setup checklist: extension and walkthrough, as `workbench.action.openWalkthrough` takes them. */
export const walkthrough = 'partner-tools.partner-referrals#setup';

export const contextKeys = {
  /** What the view has to show when it has no rows; drives its welcome content. */
  list: 'partnerReferrals.list',
  /** Panels hide personal data. */
  masked: 'partnerReferrals.masked',
  /** A filter hides some. */
  filtered: 'partnerReferrals.filtered',
  /** The server has more. */
  more: 'partnerReferrals.more',
  /** True while a picker of ours is open. */
  picking: 'partnerReferrals.picking',
} as const;
export type ListContext = 'loading' | 'signedOut' | 'failed' | 'empty' | 'rows';
