/** All names that package.json and the code share. A test compares the two. */

/** Commands for the rows of referrals in the side panel. Without rows as arguments, they ask for a referral. */
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

/** Commands for other rows and for keys in the side panel. They do nothing without a row. */
export const paneCommands = {
  copyContactName: 'partnerReferrals.copyContactName',
  copyContactEmail: 'partnerReferrals.copyContactEmail',
  copyContactPhone: 'partnerReferrals.copyContactPhone',
  previewRow: 'partnerReferrals.previewRow',
  copyRows: 'partnerReferrals.copyRows',
} as const;

/** Commands for the referral panel that has the focus, and those that hide personal data in all panels. */
export const panelCommands = {
  hidePersonalData: 'partnerReferrals.hidePersonalData',
  showPersonalData: 'partnerReferrals.showPersonalData',
  goBack: 'partnerReferrals.goBack',
  goForward: 'partnerReferrals.goForward',
  compareWithPrevious: 'partnerReferrals.compareWithPrevious',
  dismissChanges: 'partnerReferrals.dismissChanges',
  keepInPanel: 'partnerReferrals.keepInPanel',
} as const;

/** Commands that arrange, filter and load the list in the side panel. */
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

/** Commands that change or create referrals. */
export const editCommands = {
  accept: 'partnerReferrals.accept',
  decline: 'partnerReferrals.decline',
  closeDeal: 'partnerReferrals.closeDeal',
  changeReferral: 'partnerReferrals.changeReferral',
  newReferral: 'partnerReferrals.newReferral',
  sendReferral: 'partnerReferrals.sendReferral',
} as const;

export const commands = {
  openReferral: 'partnerReferrals.openReferral',
  openReferralJson: 'partnerReferrals.openReferralJson',
  /**
   * Always asks for a referral, unlike `openReferral`: VS Code passes the focused row to commands in a view's title.
   */
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
} as const;

/** Commands for links and rows of this extension, called with arguments. They are not in the Command Palette. */
export const innerCommands = {
  lookUpReferral: 'partnerReferrals.lookUpReferral',
  showMoreRows: 'partnerReferrals.showMoreRows',
  /** Asks for a sign-in although there is a session, because the server refused it. */
  signInAgain: 'partnerReferrals.signInAgain',
  showListAnswer: 'partnerReferrals.showListAnswer',
  /** Searches again for the other referrals of a row's engagement. */
  lookAgain: 'partnerReferrals.lookAgain',
} as const;

/** Keyboard shortcuts for the buttons of the active row. They are registered while one of the pickers is open. */
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
  /** Earlier versions of a referral, for comparing. */
  version: 'partner-referral-version',
  /** The server's text, compared with a document that conflicts with it. */
  theirs: 'partner-referral-theirs',
  /** Responses that can't be read. */
  answer: 'partner-referral-answer',
} as const;

/**
 * The setup checklist: the IDs of the extension and the walkthrough, the argument of
 * `workbench.action.openWalkthrough`.
 */
export const walkthrough = 'partner-tools.partner-referrals#setup';

export const contextKeys = {
  /** What the view shows, see `ListContext`. Selects its welcome content. */
  list: 'partnerReferrals.list',
  /** True if panels hide personal data. */
  masked: 'partnerReferrals.masked',
  /** True if the list is filtered. */
  filtered: 'partnerReferrals.filtered',
  /** True if the server has more referrals than are loaded. */
  more: 'partnerReferrals.more',
  /** True while one of the pickers is open. */
  picking: 'partnerReferrals.picking',
} as const;
export type ListContext = 'loading' | 'signedOut' | 'failed' | 'empty' | 'rows';
