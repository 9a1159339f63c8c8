// What for: a person in front of VS Code: opens files and the command palette, types, holds keys, reads the
// screen. The same words serve every end-to-end test.
// Promises: every method waits until what it did has visibly happened, or fails saying what stood there
// instead; no fixed pauses. Texts and cursors are the true ones of the editor, not the lines that happen to
// be drawn.
// Must not know: how VS Code was started, or anything of Sotto.
import { mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from './browser.ts';
import { type Hold, holdKeys, pressKeys, type ReleaseOrder, type RepeatTiming } from './keys.ts';
import { artifactsRoot } from './paths.ts';
import { waitUntil } from './processes.ts';
import {
  type Dialog,
  look,
  type Notification,
  type Picker,
  pageHelpers,
  type StatusBarItem,
  selectors,
} from './screen.ts';
import type { RunningVscode } from './vscodeInBrowser.ts';
import type { EditorState, Position, WindowState } from './witness.ts';

export interface WorkbenchOptions {
  readonly viewport?: { readonly width: number; readonly height: number };
  /** Do not wait for the extension host: for windows that are to show a failure of it. */
  readonly withoutExtensions?: boolean;
}

export interface Workbench {
  readonly page: Page;

  /** Opens a file of the workspace through Quick Open and gives its state. */
  openFile(name: string): Promise<EditorState>;
  newUntitled(): Promise<EditorState>;
  /** Runs a command by its full title in the palette, such as `Sotto: Cancel Dictation`. */
  runCommand(title: string): Promise<void>;
  /** The titles that the palette offers for a text, as far as they are in view. */
  offeredCommands(text: string): Promise<string[]>;
  /** Chooses a row of the open picker by its label. */
  pick(label: string | RegExp): Promise<void>;
  picker(): Promise<Picker | null>;
  /** Waits for a picker or input box with this in its title, placeholder or message; by default for any. */
  waitForPicker(about?: RegExp, timeoutMs?: number): Promise<Picker>;

  press(combination: string): Promise<void>;
  /** Types as a keyboard does: auto-indent and auto-closing brackets have their say. */
  typeText(text: string): Promise<void>;
  /** Holds a key with auto-repeat; gives how often the key was sent down. */
  holdKey(combination: string, ms: number, timing?: RepeatTiming & ReleaseOrder): Promise<number>;
  /** Presses and keeps holding, so that a test can speak meanwhile. */
  beginHold(combination: string, timing?: RepeatTiming): Promise<void>;
  endHold(order?: ReleaseOrder): Promise<number>;

  /** The whole text of the active editor, untitled or not. */
  editorText(): Promise<string>;
  /** Waits until the active editor's text is, or matches, the wanted one; gives it. */
  waitForText(wanted: string | RegExp | ((text: string) => boolean), timeoutMs?: number): Promise<string>;
  /** Where each cursor stands, zero-based as extensions count. */
  cursorPositions(): Promise<Position[]>;
  state(): Promise<WindowState>;

  statusBarItems(): Promise<StatusBarItem[]>;
  /** The item with this id, or whose text or spoken label contains or matches this. */
  statusBar(textOrId: string | RegExp): Promise<StatusBarItem | undefined>;
  waitForStatusBar(textOrId: string | RegExp, timeoutMs?: number): Promise<StatusBarItem>;
  clickStatusBar(textOrId: string | RegExp): Promise<void>;

  /** The notifications in view now. */
  notifications(): Promise<Notification[]>;
  /** Every notification since the window opened, also those that went by themselves. */
  notificationsSeen(): Promise<Notification[]>;
  waitForNotification(message: RegExp, timeoutMs?: number): Promise<Notification>;
  clickNotificationButton(label: string): Promise<void>;
  dismissNotifications(): Promise<void>;

  /** The modal dialog in view. */
  dialog(): Promise<Dialog | null>;
  clickDialogButton(label: string): Promise<void>;

  /** Keeps a picture in `test/artifacts/<name>.png`; gives its path. */
  screenshot(name: string): Promise<string>;
  /** Loads the window anew, with a new extension host. */
  reload(): Promise<void>;
  /** Closes the window as a person does; VS Code then ends its extension host. */
  close(): Promise<void>;
  /** Ends the browser by force: the extension host stays and waits for the window to come back. */
  crash(): Promise<void>;
}

export async function openWorkbench(
  vscode: RunningVscode,
  options: WorkbenchOptions = {},
): Promise<Workbench> {
  const browser = await launchBrowser();
  try {
    const context = await browser.newContext({ viewport: options.viewport ?? { width: 1280, height: 800 } });
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const page = await context.newPage();
    await page.addInitScript(pageHelpers);
    // The page's own question whether it may be left, with unsaved text in it: a test that closes means it.
    page.on('dialog', (dialog) => void dialog.accept().catch(() => {}));
    await page.goto(vscode.url);
    const ready = async () => {
      await page.locator(`${selectors.workbench} ${selectors.statusBar}`).waitFor({ timeout: 30_000 });
      if (!options.withoutExtensions) await vscode.state(30_000);
    };
    await ready();
    return workbenchOn(browser, page, vscode, ready);
  } catch (error) {
    await browser.close();
    throw new Error(
      `The workbench did not open: ${error instanceof Error ? error.message : error}\n${vscode.logTail(20)}`,
      {
        cause: error,
      },
    );
  }
}

function workbenchOn(
  browser: Browser,
  page: Page,
  vscode: RunningVscode,
  ready: () => Promise<void>,
): Workbench {
  let hold: Hold | undefined;
  const input = page.locator(selectors.pickerInput);

  const activeEditor = async () => {
    const { active } = await vscode.state();
    if (!active) throw new Error('No editor is active');
    return active;
  };

  const waitForEditor = (isIt: (editor: EditorState) => boolean, what: string) =>
    waitUntil(
      async () => {
        const { active } = await vscode.state();
        return active && isIt(active) && (await page.evaluate<boolean>(editorHasFocus)) ? active : undefined;
      },
      { timeoutMs: 10_000, what },
    );

  const openPicker = async (combination: string, text: string) => {
    await pressKeys(page.keyboard, combination);
    await input.waitFor({ timeout: 5000 });
    await input.fill(text);
  };

  /** Moves the picker's focus onto the row, as with the arrow keys, since a list may change under a click. */
  const focusRow = (isIt: (label: string) => boolean, what: string) =>
    waitUntil(
      async () => {
        const picker = await look(page, 'picker');
        if (!picker) throw new Error('no picker is open');
        const at = picker.rows.findIndex((row) => row.focused);
        const to = picker.rows.findIndex((row) => isIt(row.label));
        if (to < 0) throw new Error(`offered were ${JSON.stringify(picker.rows.map((row) => row.label))}`);
        if (at === to) return true;
        await pressKeys(page.keyboard, at < to ? 'down' : 'up');
        return false;
      },
      { timeoutMs: 5000, what },
    );

  /** A command may open the next picker at once: what counts is that this one is gone. */
  const acceptRow = async () => {
    const before = await look(page, 'picker');
    await pressKeys(page.keyboard, 'enter');
    await waitUntil(
      async () => {
        const now = await look(page, 'picker');
        return (
          !now ||
          now.value !== before?.value ||
          now.placeholder !== before.placeholder ||
          now.title !== before.title
        );
      },
      { timeoutMs: 5000, what: 'the picker accepted the choice' },
    );
  };

  const findStatusBar = async (wanted: string | RegExp) => {
    const items = await look(page, 'statusBar');
    if (wanted instanceof RegExp)
      return items.find((item) => wanted.test(item.text) || wanted.test(item.ariaLabel));
    return (
      items.find((item) => item.id === wanted) ??
      items.find((item) => item.text.includes(wanted) || item.ariaLabel.includes(wanted))
    );
  };

  const waitForStatusBar = (wanted: string | RegExp, timeoutMs = 10_000) =>
    waitUntil(
      async () => {
        const item = await findStatusBar(wanted);
        if (item) return item;
        const texts = (await look(page, 'statusBar')).map(({ id, text }) => `${id}: ${text}`);
        throw new Error(`there were ${JSON.stringify(texts)}`);
      },
      { timeoutMs, what: `the status bar showed ${wanted}` },
    );

  return {
    page,

    async openFile(name) {
      await openPicker('ctrl+p', name);
      await focusRow((label) => label === basename(name), `Quick Open offered ${name}`);
      await acceptRow();
      return await waitForEditor(
        (editor) => decodeURIComponent(editor.uri).endsWith(`/${name}`),
        `${name} was open`,
      );
    },

    async newUntitled() {
      const before = new Set((await vscode.state()).documents.map(({ uri }) => uri));
      await this.runCommand('File: New Untitled Text File');
      return await waitForEditor(
        ({ uri }) => uri.startsWith('untitled:') && !before.has(uri),
        'a new untitled editor was open',
      );
    },

    async runCommand(title) {
      await openPicker('f1', `>${title}`);
      try {
        await focusRow((label) => label === title, `the palette offered "${title}"`);
      } catch (error) {
        await pressKeys(page.keyboard, 'escape');
        throw error;
      }
      await acceptRow();
    },

    async offeredCommands(text) {
      await openPicker('f1', `>${text}`);
      const picker = await waitUntil(
        async () => {
          const now = await look(page, 'picker');
          return now && now.rows.length > 0 ? now : undefined;
        },
        { timeoutMs: 5000, what: 'the palette had an answer' },
      );
      await pressKeys(page.keyboard, 'escape');
      await input.waitFor({ state: 'hidden', timeout: 5000 });
      return picker.rows.map((row) => row.label);
    },

    async pick(label) {
      const isIt = (text: string) => (typeof label === 'string' ? text === label : label.test(text));
      await focusRow(isIt, `the picker offered ${label}`);
      await acceptRow();
    },

    picker: () => look(page, 'picker'),

    async waitForPicker(about = /^/, timeoutMs = 10_000) {
      return await waitUntil(
        async () => {
          const picker = await look(page, 'picker');
          return (
            picker &&
            [picker.title, picker.placeholder, picker.message].some((text) => about.test(text)) &&
            picker
          );
        },
        { timeoutMs, what: `a picker about ${about} was open` },
      );
    },

    press: (combination) => pressKeys(page.keyboard, combination),
    typeText: (text) => page.keyboard.type(text),

    async holdKey(combination, ms, timing = {}) {
      await this.beginHold(combination, timing);
      await new Promise((resolve) => setTimeout(resolve, ms));
      return await this.endHold(timing);
    },

    async beginHold(combination, timing) {
      if (hold) throw new Error('A key is already held');
      hold = await holdKeys(page.keyboard, combination, timing);
    },

    async endHold(order) {
      if (!hold) throw new Error('No key is held');
      const ending = hold;
      hold = undefined;
      return await ending.release(order);
    },

    editorText: async () => (await activeEditor()).text,

    async waitForText(wanted, timeoutMs = 15_000) {
      const fits = (text: string) => {
        if (typeof wanted === 'string') return text === wanted;
        return wanted instanceof RegExp ? wanted.test(text) : wanted(text);
      };
      return await waitUntil(
        async () => {
          const { text } = await activeEditor();
          if (!fits(text)) throw new Error(`it is ${JSON.stringify(text)}`);
          return { text };
        },
        {
          timeoutMs,
          what: `the editor's text was ${typeof wanted === 'string' ? JSON.stringify(wanted) : wanted}`,
        },
      ).then(({ text }) => text);
    },

    cursorPositions: async () => (await activeEditor()).selections.map(({ active }) => active),
    state: () => vscode.state(),

    statusBarItems: () => look(page, 'statusBar'),
    statusBar: findStatusBar,
    waitForStatusBar,

    async clickStatusBar(wanted) {
      const { id } = await waitForStatusBar(wanted);
      await page
        .locator(`${selectors.statusBar} [id="${id}"] .statusbar-item-label`)
        .first()
        .click({ timeout: 5000 });
    },

    notifications: () => look(page, 'notifications'),
    notificationsSeen: () => look(page, 'seen'),

    async waitForNotification(message, timeoutMs = 15_000) {
      return await waitUntil(
        async () => {
          const now = await look(page, 'notifications');
          const found = now.find((one) => message.test(one.message));
          if (found) return found;
          throw new Error(
            `shown were ${JSON.stringify((await look(page, 'seen')).map((one) => one.message))}`,
          );
        },
        { timeoutMs, what: `a notification said ${message}` },
      );
    },

    async clickNotificationButton(label) {
      const button = page.locator(selectors.notificationButton).getByText(label, { exact: true });
      await button.first().click({ timeout: 5000 });
    },

    async dismissNotifications() {
      if ((await look(page, 'notifications')).length > 0)
        await this.runCommand('Notifications: Clear All Notifications');
      await waitUntil(async () => (await look(page, 'notifications')).length === 0, {
        timeoutMs: 5000,
        what: 'the notifications were gone',
      });
    },

    dialog: () => look(page, 'dialog'),

    async clickDialogButton(label) {
      await page
        .locator(selectors.dialogButton)
        .getByText(label, { exact: true })
        .first()
        .click({ timeout: 5000 });
      await page.locator(selectors.dialogButton).first().waitFor({ state: 'hidden', timeout: 5000 });
    },

    async screenshot(name) {
      mkdirSync(artifactsRoot, { recursive: true });
      const path = join(artifactsRoot, `${name}.png`);
      await page.screenshot({ path });
      return path;
    },

    async reload() {
      const before = await vscode.extensionHostPid();
      await page.reload();
      await waitUntil(async () => (await vscode.extensionHostPid()) !== before, {
        timeoutMs: 30_000,
        what: 'a new extension host ran',
      });
      await ready();
    },

    async close() {
      await hold?.release().catch(() => {});
      hold = undefined;
      // Leaving the page, the workbench takes leave of the server, as when a person closes the tab. A browser
      // that is simply ended would leave the extension host waiting for its return, for hours.
      if (!page.isClosed()) await page.goto('about:blank').catch(() => {});
      await browser.close();
    },

    crash: () => browser.close(),
  };
}

const editorHasFocus = `Boolean(document.activeElement?.closest('.monaco-editor'))`;
