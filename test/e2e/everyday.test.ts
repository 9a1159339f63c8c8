// Everyday work with Sotto, in one window: the text in the editor, sound files, the microphone, comments.

import './everyday/editing.ts';
import './everyday/transcribeFile.ts';
import './everyday/microphone.ts';
import './everyday/comments.ts';
