// The trial without a person: speaks a phrase into the virtual microphone of a real VS Code while the
// push-to-talk key is held, and prints what was inserted and where. Ends with 1 when nothing was.

import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { repositoryRoot } from '../support/paths.ts';
import { dictateByHolding, startSotto } from '../support/sotto.ts';
import { type Voice, voices } from '../support/speech.ts';
import { score } from '../support/wer.ts';

const [phrase = '', voice = 'en-us'] = process.argv.slice(2);
if (!isVoice(voice)) {
  console.error(`No such voice: ${voice}. There are: ${voices.join(', ')}`);
  process.exit(2);
}
console.log('Starting VS Code with Sotto, a virtual microphone and the test model …');
const sotto = await startSotto({ folder: { 'notes.txt': '' } });
try {
  const { workbench } = sotto;
  await workbench.openFile('notes.txt');
  console.log('Holding Ctrl+Alt+Space and speaking …');
  await dictateByHolding(sotto, phrase, { voice });
  const { active } = await workbench.state();
  const text = active?.text ?? '';
  const cursor = active?.selections[0]?.active;
  const picture = await workbench.screenshot('try-say');
  console.log(`
  spoken:    ${phrase}
  inserted:  ${text}
  where:     ${active === null ? 'nowhere' : fileURLToPath(active.uri.replace(/^[\w-]+:\/\/[^/]*/, 'file://'))}, line 1, the cursor at column ${(cursor?.character ?? 0) + 1}
  errors:    ${score(phrase, text).errors} of ${score(phrase, text).words} words
  picture:   ${relative(repositoryRoot, picture)}

The test model is small, was trained on synthetic voices and knows some 800 words: it shows that every part
works, not how well Sotto understands people. For that Sotto offers base.en (148 MB) at its first use.`);
  if (text.trim() === '') process.exitCode = 1;
} catch (error) {
  console.error(`Nothing was inserted: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
} finally {
  await sotto.dispose();
}

function isVoice(name: string): name is Voice {
  return voices.some((known) => known === name);
}
