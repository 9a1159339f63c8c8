// What is said in the end-to-end tests and in the accuracy bench: twenty sentences out of the ones that the test
// model understands, dealt to four voices.

import type { Voice } from '../support/speech.ts';

export const phraseVoices = [
  'en-us',
  'en-gb-x-rp',
  'en-us+f3',
  'en-gb-scotland+m3',
] as const satisfies readonly Voice[];

export const phrases = [
  'Open the file and read the first line.',
  'This method removes the last item from the list.',
  'Check that the path is valid before you open it.',
  'The default value is an empty string.',
  'Use the local cache if the network is slow.',
  'The function returns true if the key exists.',
  'We need a test for the empty list.',
  'Please update the documentation.',
  'Read the settings from the configuration file.',
  'It throws an error when the name is invalid.',
  'Create a copy of the original object.',
  'This value must not be null.',
  'Load the model from the local directory.',
  'The handler is called once for each event.',
  'Return the number of bytes that were written.',
  'The list contains all active users.',
  'The variable is only used in this block.',
  'The remote host closed the connection.',
  'Check the type of the first argument.',
  'Map each key to its value.',
] as const;

/** Every phrase once, the voices taking turns. */
export const dealt = phrases.map((phrase, index) => ({
  phrase,
  voice: phraseVoices[index % phraseVoices.length] ?? phraseVoices[0],
}));
