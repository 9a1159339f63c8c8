// What for: what a person sees in the workbench (status bar, notifications, pickers, dialogs), read from the
// page.
// Promises: one look at one moment, so that the parts of an answer fit together; texts are read as shown,
// with plain spaces. All knowledge of the workbench's markup is here.
// Must not know: which extension put it there.
import type { Page } from 'playwright-core';

export type Severity = 'none' | 'info' | 'warning' | 'error';

export interface StatusBarItem {
  /** `publisher.extension.item` for an extension's item. */
  readonly id: string;
  readonly text: string;
  readonly ariaLabel: string;
  /** The icons, in order, without `codicon-` (such as `mic`, or `loading~spin`). */
  readonly icons: readonly string[];
  /** `warning` or `error` when the item's background says so. */
  readonly severity: Severity;
}

export interface Notification {
  readonly message: string;
  readonly severity: Severity;
  readonly buttons: readonly string[];
  /** What VS Code names as the source, often the extension. */
  readonly source: string;
}

export interface Picker {
  readonly value: string;
  readonly placeholder: string;
  readonly title: string;
  readonly rows: readonly {
    readonly label: string;
    readonly description: string;
    readonly focused: boolean;
  }[];
  /** What stands below the input, such as a validation message. */
  readonly message: string;
}

export interface Dialog {
  readonly message: string;
  readonly detail: string;
  readonly buttons: readonly string[];
}

export const selectors = {
  workbench: '.monaco-workbench',
  statusBar: '.part.statusbar',
  pickerInput: '.quick-input-widget .quick-input-box input',
  notificationButton: '.notification-list-item .notification-list-item-buttons-container .monaco-button',
  notificationClose: '.notifications-toasts .notification-list-item .codicon-notifications-clear',
  dialogButton: '.monaco-dialog-box .dialog-buttons .monaco-button',
} as const;

/** Runs in the page, before any script of the workbench, and again after every reload. */
export const pageHelpers = `
  globalThis.sottoScreen = (() => {
    const plain = (text) => (text ?? '').replace(/\\u00a0/g, ' ').trim();
    const all = (selector, root = document) => [...root.querySelectorAll(selector)];
    const text = (selector, root) => plain(root.querySelector(selector)?.textContent);
    const shown = (element) => element && element.getClientRects().length > 0;
    const buttons = (selector, root) =>
      all(selector, root).filter(shown).map((b) => plain(b.textContent)).filter(Boolean);
    const kinds = (element, names) => names.find((name) => element?.className.includes(name)) ?? 'none';

    const statusBar = () => all('.part.statusbar .statusbar-item').filter(shown).map((item) => {
      const label = item.querySelector('.statusbar-item-label') ?? item;
      return {
        id: item.id,
        text: plain(label.textContent),
        ariaLabel: plain(label.getAttribute('aria-label') ?? item.getAttribute('aria-label')),
        icons: all('.codicon', label).map((icon) => [
          ...[...icon.classList].filter((name) => /^codicon-(?!modifier)/.test(name)).map((name) => name.slice(8)),
          ...[...icon.classList].filter((name) => /^codicon-modifier/.test(name)).map((name) => name.slice(17)),
        ].join('~')),
        severity: kinds(item, ['error', 'warning']),
      };
    });

    const notification = (item) => ({
      message: text('.notification-list-item-message', item),
      severity: kinds(item.querySelector('.notification-list-item-icon'), ['error', 'warning', 'info']),
      buttons: buttons('.notification-list-item-buttons-container .monaco-button', item),
      source: text('.notification-list-item-source', item).replace(/^Source: /, ''),
    });
    const notificationItems = () => all('.notifications-toasts, .notifications-center')
      .flatMap((place) => all('.notification-list-item', place)).filter(shown);
    const notifications = () => notificationItems().map(notification);

    const picker = () => {
      const widget = document.querySelector('.quick-input-widget');
      if (!shown(widget)) return null;
      const input = widget.querySelector('.quick-input-box input');
      return {
        value: input?.value ?? '',
        placeholder: input?.placeholder ?? '',
        title: text('.quick-input-title', widget),
        message: text('.quick-input-message', widget),
        rows: all('.quick-input-list .monaco-list-row', widget).filter(shown)
          .sort((a, b) => Number(a.dataset.index) - Number(b.dataset.index))
          .map((row) => ({
            label: text('.monaco-icon-label .label-name', row),
            description: text('.monaco-icon-label .label-description', row),
            focused: row.classList.contains('focused'),
          })),
      };
    };

    const dialog = () => {
      const box = document.querySelector('.monaco-dialog-box');
      if (!shown(box)) return null;
      // A message without a detail stands where the detail would.
      const [message, detail] = [text('.dialog-message-text', box), text('.dialog-message-detail', box)];
      return {
        message: message || detail,
        detail: message ? detail : '',
        buttons: buttons('.dialog-buttons .monaco-button', box),
      };
    };

    const seen = [];
    const remember = () => {
      for (const item of notifications()) {
        if (item.message && !seen.some((old) => old.message === item.message)) seen.push(item);
      }
    };
    new MutationObserver((changes) => {
      if (changes.some((c) => c.target.closest?.('.notifications-toasts, .notifications-center'))) remember();
    }).observe(document, { subtree: true, childList: true });

    return { statusBar, notifications, picker, dialog, seen: () => (remember(), seen) };
  })();
`;

interface Answers {
  readonly statusBar: StatusBarItem[];
  readonly notifications: Notification[];
  readonly seen: Notification[];
  readonly picker: Picker | null;
  readonly dialog: Dialog | null;
}

export function look<Part extends keyof Answers>(page: Page, part: Part): Promise<Answers[Part]> {
  return page.evaluate<Answers[Part]>(`globalThis.sottoScreen.${part}()`);
}
