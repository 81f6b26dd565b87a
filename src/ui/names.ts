/** All names that package.json and the code share. A test compares the two. */

const prefix = 'partnerReferrals.';

type Prefixed<Names extends Readonly<Record<string, string>>> = {
  readonly [Key in keyof Names]: `${typeof prefix}${Names[Key]}`;
};

/** The names with our prefix, which would else be a tenth of what each window loads. */
function prefixed<const Names extends Readonly<Record<string, string>>>(names: Names): Prefixed<Names> {
  const entries = Object.entries(names).map(([key, name]) => [key, prefix + name]);
  return Object.fromEntries(entries) as Prefixed<Names>;
}

/** The same for names that are called the same in the code. */
function named<Name extends string>(...names: readonly Name[]): Prefixed<{ readonly [Key in Name]: Key }> {
  return prefixed(Object.fromEntries(names.map((name) => [name, name])) as { readonly [Key in Name]: Key });
}

/** Commands for the rows of referrals in the side panel. Without rows as arguments, they ask for a referral. */
export const rowCommands = named(
  'openToSide',
  'openInCrm',
  'openInPartnerCenter',
  'compareWith',
  'compareSelected',
  'filterLike',
  'pin',
  'unpin',
  'discardChanges',
  'copyLink',
  'copyName',
  'copySummary',
);

/** Commands for other rows and for keys in the side panel. They do nothing without a row. */
export const paneCommands = named(
  'copyContactName',
  'copyContactEmail',
  'copyContactPhone',
  'previewRow',
  'copyRows',
  'discardOtherDraft',
);

/** Commands for the referral panel that has the focus, and those that hide personal data in all panels. */
export const panelCommands = named(
  'hidePersonalData',
  'showPersonalData',
  'goBack',
  'goForward',
  'compareWithPrevious',
  'dismissChanges',
  'keepInPanel',
);

/** Commands that arrange, filter and load the list in the side panel. */
export const browseCommands = named(
  'groupBy',
  'sortBy',
  'filter',
  'clearFilter',
  'showMine',
  'showAttention',
  'loadMore',
  'loadAll',
);

/** Commands that change or create referrals. */
export const editCommands = named('accept', 'decline', 'closeDeal', 'changeReferral', 'newReferral', 'sendReferral');

/** That start, stop and control the sandbox. */
export const sandboxCommands = named(
  'startSandbox',
  'stopSandbox',
  'copySandboxUrl',
  'copySandboxToken',
  'injectSandboxFault',
  'resetSandbox',
  'advanceSandboxClock',
  'arriveReferral',
  'sendWebhook',
);

/** Of the view of calls and its rows. */
export const callCommands = named(
  'showCalls',
  'refreshCalls',
  'filterCalls',
  'clearCalls',
  'copyCallAsCurl',
  'copyRequestId',
  'copyFinding',
  'replayCall',
  'openCallReferral',
);

/** Of the view of calls: called by its rows and keys, with arguments. */
export const innerCallCommands = named(
  'showMoreCalls',
  'showAllCallers',
  'previewCall',
  'openCallToSide',
  'copyCallRows',
);

/** That write referrals into files and code of the person's own. */
export const exportCommands = named(
  'saveAsFixture',
  'copyAs',
  /** For the title of the side panel: VS Code gives the focused row to commands there. */
  'copyListAs',
);

export const commands = {
  ...named(
    'openReferral',
    'openReferralJson',
    /**
     * Always asks for a referral, unlike `openReferral`: VS Code passes the focused row to commands in a view's title.
     */
    'findReferral',
    'refresh',
    'signIn',
    'signOut',
    'switchConnection',
    'copyReferralId',
    'findByCrmReference',
    'showLog',
    'useSandbox',
    'diagnoseConnection',
    'showTimeline',
  ),
  ...sandboxCommands,
  ...rowCommands,
  ...paneCommands,
  ...panelCommands,
  ...browseCommands,
  ...editCommands,
  ...exportCommands,
  ...callCommands,
} as const;

/** For `${command:…}` in launch.json and tasks.json: without a title. */
export const valueCommands = named('sandboxUrl', 'sandboxToken');

/** Commands for links and rows of this extension, called with arguments. They are not in the Command Palette. */
export const innerCommands = named(
  'lookUpReferral',
  'showMoreRows',
  /** Asks for a sign-in although there is a session, because the server refused it. */
  'signInAgain',
  'showListAnswer',
  /** Searches again for the other referrals of a row's engagement. */
  'lookAgain',
  /** Shows the unsaved text of another window beside this window's document. */
  'compareOtherDraft',
);

/** Keyboard shortcuts for the buttons of the active row. They are registered while one of the pickers is open. */
export const pickerCommands = prefixed({
  openJson: 'picker.openJson',
  copyId: 'picker.copyId',
  togglePin: 'picker.togglePin',
});

export const settings = prefixed({
  connection: 'connection',
  openLayout: 'open.layout',
  sandboxPort: 'sandbox.port',
  sandboxSeedFile: 'sandbox.seedFile',
  sandboxUrl: 'sandbox.url',
  authMethod: 'auth.method',
  authClientId: 'auth.clientId',
  authTenantId: 'auth.tenantId',
  hoverLookup: 'hover.lookup',
  crmUrlTemplate: 'crm.urlTemplate',
  maskPersonalData: 'panel.maskPersonalData',
  browseMyEmail: 'browse.myEmail',
  browseRefreshMinutes: 'browse.refreshMinutes',
  cacheOnDisk: 'cache.onDisk',
  editPreview: 'edit.preview',
  scenariosCommand: 'scenarios.command',
  scenariosTimeout: 'scenarios.timeout',
});

export const views = named('referrals', 'calls');
/** The type of tasks that run the sandbox. */
export const sandboxTask = 'partner-sandbox';
export const testControllers = named('scenarios');
export const webviews = named('referral', 'timeline');
export const schemes = {
  referral: 'partner-referral',
  /** Earlier versions of a referral, for comparing. */
  version: 'partner-referral-version',
  /** The server's text, compared with a document that conflicts with it. */
  theirs: 'partner-referral-theirs',
  /** The operations that a save sends, before it is confirmed. */
  operations: 'partner-referral-operations',
  /** Responses that can't be read. */
  answer: 'partner-referral-answer',
  call: 'partner-referral-call',
  /** What was replaced in a test fixture. */
  report: 'partner-referral-report',
  /** How the connection to Partner Center was diagnosed. */
  diagnosis: 'partner-referral-diagnosis',
  /** Scenarios that come with the sandbox. */
  scenario: 'partner-scenario',
} as const;

/**
 * The setup checklist: the IDs of the extension and the walkthrough, the argument of
 * `workbench.action.openWalkthrough`.
 */
export const walkthrough = 'partner-tools.partner-referrals#setup';

export const contextKeys = prefixed({
  /** What the view shows, see `src/services/list/listContext.ts`. Selects its welcome content. */
  list: 'list',
  /** True if panels hide personal data. */
  masked: 'masked',
  /** True if the list is filtered. */
  filtered: 'filtered',
  /** True if the server has more referrals than are loaded. */
  more: 'more',
  /** True while one of the pickers is open. */
  picking: 'picking',
  /** What the view of calls has to show; drives its welcome content. */
  calls: 'callsView',
  /** Only the calls of one caller are shown. */
  callsFiltered: 'callsFiltered',
});
export type CallsContext = 'stopped' | 'loading' | 'empty' | 'rows';
