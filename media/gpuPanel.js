// The script of the GPU panel: puts what the extension drew into the page, and tells it which button was pressed.

const vscode = acquireVsCodeApi();

addEventListener('message', ({ data }) => {
  document.getElementById('live').innerHTML = data.live;
});

for (const button of document.querySelectorAll('button[data-action]')) {
  button.addEventListener('click', () => vscode.postMessage({ action: button.dataset.action }));
}
