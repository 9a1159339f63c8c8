// What runs in the extension host: every suite, in this order. The first looks at a VS Code that nothing was done
// to yet.

import './untouched.ts';
import './settings.ts';
import './messages.ts';
import './fixes.ts';
import './edge.ts';
import './consent.ts';
import './surroundings.ts';
import './comments.ts';
import './insertion.ts';
import './undo.ts';
import './preview.ts';
import './pinned.ts';
import './takenBack.ts';
import './retryModel.ts';
import './focused.ts';
import './readOnly.ts';
import './dictation.ts';
import './words.ts';
import './keptWords.ts';
import './mishearings.ts';
import './commands.ts';
import { runAll } from './runner.ts';

export const run = runAll;
