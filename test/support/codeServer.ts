// What for: the one place that knows how code-server is told what to do: its flags, its folders, its
// settings.
// Promises: everything it writes lies in the given user-data folder; the screen is quiet (no telemetry,
// updates, welcome page, trust question, chat, tips).
// Must not know: what is installed into it or tested with it.

export interface ServerFolders {
  readonly userData: string;
  readonly extensions: string;
}

/** Flags that every call shares, the one that installs an extension too. */
export function commonArguments({ userData, extensions }: ServerFolders): string[] {
  return [
    '--config',
    `${userData}/code-server.yaml`,
    '--user-data-dir',
    userData,
    '--extensions-dir',
    extensions,
  ];
}

export interface ServeOptions {
  readonly port: number;
  readonly workspace: string;
  /** Whether the user is asked to trust the workspace. */
  readonly trust: boolean;
}

export function serveArguments(folders: ServerFolders, { port, workspace, trust }: ServeOptions): string[] {
  return [
    ...commonArguments(folders),
    ...['--auth', 'none', '--bind-addr', `127.0.0.1:${port}`],
    ...['--disable-telemetry', '--disable-update-check'],
    ...(trust ? [] : ['--disable-workspace-trust']),
    ...['--disable-getting-started-override', '--app-name', 'Sotto'],
    workspace,
  ];
}

export type Settings = Readonly<Record<string, unknown>>;

/** Takes back what the quiet settings say about trust. */
export const askForTrust: Settings = { 'security.workspace.trust.enabled': true };

/** What keeps the screen still: a test finds what it looks for, a screenshot shows what matters. */
export const quietSettings: Settings = {
  'chat.disableAIFeatures': true,
  'chat.commandCenter.enabled': false,
  'editor.accessibilitySupport': 'off',
  'editor.minimap.enabled': false,
  'editor.occurrencesHighlight': 'off',
  'editor.stickyScroll.enabled': false,
  'editor.inlineSuggest.enabled': false,
  'editor.quickSuggestions': { other: 'off', comments: 'off', strings: 'off' },
  'editor.suggestOnTriggerCharacters': false,
  'editor.wordBasedSuggestions': 'off',
  'editor.cursorBlinking': 'solid',
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'files.autoSave': 'off',
  'files.hotExit': 'off',
  'git.enabled': false,
  'git.autofetch': false,
  'json.schemaDownload.enable': false,
  'npm.autoDetect': 'off',
  'npm.fetchOnlinePackageInfo': false,
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'terminal.integrated.enablePersistentSessions': false,
  'typescript.disableAutomaticTypeAcquisition': true,
  'typescript.surveys.enabled': false,
  'update.mode': 'none',
  'update.showReleaseNotes': false,
  'window.commandCenter': false,
  'window.confirmBeforeClose': 'never',
  'window.restoreWindows': 'none',
  'window.menuBarVisibility': 'compact',
  'workbench.editor.empty.hint': 'hidden',
  'workbench.enableExperiments': false,
  'workbench.layoutControl.enabled': false,
  'workbench.reduceMotion': 'on',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.settings.enableNaturalLanguageSearch': false,
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
};
