// The script of the GPU panel: puts what the extension drew into the page, block by block where it changed, and tells
// it which button was pressed.

const vscode = acquireVsCodeApi();
const shown = {};

addEventListener('message', ({ data }) => {
  for (const [block, html] of Object.entries(data.live)) {
    if (shown[block] === html) continue;
    shown[block] = html;
    document.querySelector(`[data-block="${block}"]`).innerHTML = html;
  }
});

for (const button of document.querySelectorAll('button[data-action]')) {
  button.addEventListener('click', () => vscode.postMessage({ action: button.dataset.action }));
}
