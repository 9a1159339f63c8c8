// Every problem in words, every way out with a label, and what a person sees of them.

import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { type Fix, fixesFor, type Problem } from '../../../src/base/problem.ts';
import { fixLabel } from '../../../src/vscode/fixLabels.ts';
import { problemText, showProblem } from '../../../src/vscode/messages.ts';
import { allFixes, problems } from './problems.ts';
import { suite, test } from './runner.ts';
import { replacing } from './standIns.ts';

interface Message {
  readonly text: string;
  readonly buttons: readonly string[];
}

/** Shows the problem to a person who presses the button of that label, and tells what was shown. */
async function see(problem: Problem, audioKept: boolean, press?: string) {
  const seen: Message[] = [];
  const applied: Fix[] = [];
  const standIn = async (text: string, ...items: vscode.MessageItem[]) => {
    seen.push({ text, buttons: items.map(({ title }) => title) });
    return items.find(({ title }) => title === press);
  };
  const apply = async (fix: Fix) => void applied.push(fix);
  await replacing(vscode.window, 'showWarningMessage', standIn as never, () =>
    showProblem(problem, audioKept, apply),
  );
  return { seen, applied };
}

suite('Messages', () => {
  test('every problem has a sentence of its own, complete', () => {
    const kinds = new Map<string, string>();
    for (const problem of problems) {
      const text = problemText(problem);
      const about = JSON.stringify(problem);
      assert.match(text, /^[A-Z{“]|^arecord|^parecord|^main\.py|^a\.m4a/, about);
      assert.ok(text.length >= 15, about);
      assert.doesNotMatch(
        text,
        /\{\d\}|undefined|null|NaN|\[object|\(\)| {2}|: ?$|: ?\.$/,
        `${about}: ${text}`,
      );
      assert.ok((kinds.get(text) ?? problem.kind) === problem.kind, `two kinds say: ${text}`);
      kinds.set(text, problem.kind);
    }
  });

  test('what is known about a problem stands in its sentence', () => {
    const says = (kind: Problem['kind'], ...words: string[]) => {
      for (const problem of problems.filter((one) => one.kind === kind)) {
        for (const word of words) assert.ok(problemText(problem).includes(word), `${kind}: ${word}`);
      }
    };
    says('recorderMissing', 'sox');
    says('recorderFailed', 'arecord', 'device busy');
    says('recorderStopped', 'parecord', 'exit code 1');
    says('modelMissing', 'base.en', '148 MB', 'huggingface.co');
    says('modelUnknown', 'huge', 'base.en, small');
    says('modelFileMissing', '/models/mine.bin');
    says('modelBroken', '/models/mine.bin');
    says('downloadFailed', 'base.en', 'the reason');
    says('serverMissing', '/opt/whisper-server');
    says('backendMissing', 'rocm', 'cpu, vulkan');
    says('badServerArgument', '--port');
    says('folderUnusable', '/storage', 'no space left');
    says('serverDied', 'SIGKILL');
    says('serverRefused', '500');
    says('serverTimeout', '30');
    says('readOnly', 'main.py');
    says('placeGone', 'main.py', 'import numpy as np');
    says('noComments', 'plaintext', 'spoken words');
  });

  test('the reasons of one problem are told apart', () => {
    for (const kind of ['microphoneSilent', 'modelBroken', 'downloadFailed', 'serverWontStart'] as const) {
      const own = problems.filter((problem) => problem.kind === kind);
      const reasons = new Set(own.map((problem) => 'why' in problem && problem.why));
      const texts = new Set(own.map(problemText));
      assert.ok(texts.size >= reasons.size, `${kind}: ${[...texts].join(' / ')}`);
    }
  });

  test('braces in what was said or logged stay as they are', () => {
    const text = problemText({ kind: 'placeGone', file: '/a {1}.py', text: 'format("{0} {1}")' });
    assert.ok(text.includes('a {1}.py') && text.includes('format("{0} {1}")'), text);
  });

  test('a long text is shortened, never within a character', () => {
    for (let before = 70; before < 90; before += 1) {
      const text = problemText({
        kind: 'placeGone',
        file: '/a.py',
        text: 'x'.repeat(before) + '🎙'.repeat(20),
      });
      assert.ok(text.includes('…'), text);
      assert.doesNotMatch(text, /\p{Surrogate}/u);
    }
  });

  test('every way out has a label of its own', () => {
    const labels = allFixes.map(fixLabel);
    for (const label of labels) assert.match(label, /^[A-Z][^{}]{2,29}$/);
    assert.equal(new Set(labels).size, allFixes.length);
  });

  test('each problem is shown once, with a button for each way out', async () => {
    for (const problem of problems.filter(({ kind }) => kind !== 'nothingHeard')) {
      for (const audioKept of [false, true]) {
        const { seen } = await see(problem, audioKept);
        assert.equal(seen.length, 1);
        assert.ok(seen[0]?.text.startsWith(`Sotto: ${problemText(problem)}`), seen[0]?.text);
        assert.deepEqual(seen[0]?.buttons, fixesFor(problem, audioKept).map(fixLabel));
      }
    }
  });

  test('that nothing was heard is told in the status bar only', async () => {
    assert.deepEqual((await see({ kind: 'nothingHeard' }, true)).seen, []);
  });

  test('a pressed button does what it says, a message that is closed does nothing', async () => {
    for (const problem of problems.filter(({ kind }) => kind !== 'nothingHeard')) {
      for (const fix of fixesFor(problem, true)) {
        assert.deepEqual((await see(problem, true, fixLabel(fix))).applied, [fix]);
      }
    }
    assert.deepEqual((await see({ kind: 'noEditor' }, true)).applied, []);
  });

  test('the command that installs a recorder stands in the message', async () => {
    const install = 'sudo apt install sox';
    const { seen } = await see({ kind: 'recorderMissing', wanted: ['sox'], install }, false);
    assert.ok(seen[0]?.text.endsWith(install));
  });
});
