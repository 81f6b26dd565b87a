/** Every name that package.json shares with the code; a test holds the two against each other. */

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

/** What a referral's row offers in the side panel; each works on the rows it is given, or asks for a referral. */
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

/** Of rows that are no referrals', and of keys in the side panel: nothing without a row. */
export const paneCommands = named(
  'copyContactName',
  'copyContactEmail',
  'copyContactPhone',
  'previewRow',
  'copyRows',
  'discardOtherDraft',
);

/** Of the referral panel that has the focus, and the mask of all panels. */
export const panelCommands = named(
  'hidePersonalData',
  'showPersonalData',
  'goBack',
  'goForward',
  'compareWithPrevious',
  'dismissChanges',
  'keepInPanel',
);

/** How the side panel's list is laid out, and how much of it is loaded. */
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

/** That change a referral, or create one. */
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
    /** Always asks: VS Code gives the focused row to commands of a view's title. */
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

/** Called by our own links and rows, with arguments; not in the palette. */
export const innerCommands = named(
  'lookUpReferral',
  'showMoreRows',
  /** Asks for a sign-in though there is a session: the server refused it. */
  'signInAgain',
  'showListAnswer',
  /** Asks for the other referrals of a row's engagement once more. */
  'lookAgain',
  /** Shows the unsaved text of another window beside this window's document. */
  'compareOtherDraft',
);

/** There while a picker of ours is open: keys for the buttons of its active row. */
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
  /** Versions that were fetched before, for comparing. */
  version: 'partner-referral-version',
  /** The server's text beside a person's that conflicts with it. */
  theirs: 'partner-referral-theirs',
  /** Responses that could not be read. */
  answer: 'partner-referral-answer',
  call: 'partner-referral-call',
  /** Scenarios that come with the sandbox. */
  scenario: 'partner-scenario',
} as const;

/** The setup checklist: extension and walkthrough, as `workbench.action.openWalkthrough` takes them. */
export const walkthrough = 'partner-tools.partner-referrals#setup';

export const contextKeys = prefixed({
  /** What the view has to show when it has no rows; drives its welcome content. */
  list: 'list',
  /** Panels hide personal data. */
  masked: 'masked',
  /** A filter hides some. */
  filtered: 'filtered',
  /** The server has more. */
  more: 'more',
  /** True while a picker of ours is open. */
  picking: 'picking',
  /** What the view of calls has to show; drives its welcome content. */
  calls: 'callsView',
  /** Only the calls of one caller are shown. */
  callsFiltered: 'callsFiltered',
});
export type CallsContext = 'stopped' | 'loading' | 'empty' | 'rows';
export type ListContext = 'loading' | 'signedOut' | 'failed' | 'empty' | 'rows';
