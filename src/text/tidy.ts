// First stage on the way from transcript to written text: takes away what the recogniser adds about sounds
// ("[BLANK_AUDIO]", "(phone ringing)", "♪") and the line breaks and spaces of its segments. Pure. Changes no word;
// brackets right after a word, as in "play(music)", are a call and stay.

const inBrackets = /(?<![\p{L}\p{N}_])(?:\[[^\][\n]{1,40}\]|\([^()\n]{1,40}\)|\*[^*\n]{1,40}\*)/gu;

/**
 * The last words of what recognisers call a sound. Those of tiny.en and base for 21 recordings without speech
 * (shared/recordings/noise) and for laughter and coughs are among them: "[Music]", "(soft music)", "(bell dings)",
 * "(phone ringing)", "(gunshots)", "(water running)", "(wind howling)", "(people talking)", "(cow mooing)", "[CHEERING]".
 */
const soundEndings = [
  ...[
    'audio',
    'silence',
    'noise',
    'noises',
    'sound',
    'sounds',
    'static',
    'speech',
    'language',
    'foreign',
    'pause',
  ],
  ...[
    'music',
    'song',
    'singing',
    'humming',
    'playing',
    'applause',
    'clapping',
    'cheering',
    'chatter',
    'chattering',
  ],
  ...[
    'laughter',
    'laughing',
    'laughs',
    'laugh',
    'chuckles',
    'chuckling',
    'giggles',
    'giggling',
    'sobbing',
    'crying',
  ],
  ...[
    'coughs',
    'cough',
    'coughing',
    'sneezes',
    'sneezing',
    'sniffs',
    'sniffing',
    'sniffles',
    'sighs',
    'sigh',
    'sighing',
  ],
  ...[
    'breathing',
    'breathes',
    'exhales',
    'inhales',
    'gasps',
    'gasping',
    'groans',
    'groaning',
    'grunts',
    'grunting',
  ],
  ...[
    'moans',
    'moaning',
    'screams',
    'screaming',
    'shouting',
    'yelling',
    'whispers',
    'whispering',
    'snoring',
    'yawns',
  ],
  ...[
    'whistling',
    'whistles',
    'talking',
    'speaking',
    'mumbling',
    'murmuring',
    'inaudible',
    'unintelligible',
    'indistinct',
  ],
  ...[
    'click',
    'clicks',
    'clicking',
    'typing',
    'tapping',
    'taps',
    'knocking',
    'knocks',
    'thud',
    'thuds',
    'banging',
  ],
  ...[
    'beep',
    'beeps',
    'beeping',
    'buzzing',
    'ringing',
    'rings',
    'dings',
    'dinging',
    'chimes',
    'chiming',
    'alarm',
    'siren',
  ],
  ...[
    'running',
    'splashing',
    'dripping',
    'howling',
    'blowing',
    'rustling',
    'crackling',
    'whirring',
    'rumbling',
  ],
  ...[
    'footsteps',
    'gunshots',
    'gunshot',
    'gunfire',
    'explosion',
    'explosions',
    'thunder',
    'rain',
    'wind',
    'engine',
  ],
  ...['barking', 'barks', 'meowing', 'mooing', 'chirping', 'revving', 'continues', 'stops', 'video playback'],
];
/** Up to two words before it say more, but "(for the sound)" and "[x in music]" are somebody's own. */
const sound = new RegExp(
  `^(?:(?!for |the |and |from )[\\p{L}'-]{3,}[ _]){0,2}(?:${soundEndings.join('|')})$`,
  'iu',
);
/** "(speaking in foreign language)", "(speaks Spanish)". */
const speaksOtherwise = /^(?:speaking|speaks|singing|sings)(?: in)?(?: an?)? [\p{L} ]+$/iu;

export function tidy(transcript: string): string {
  return transcript
    .replace(inBrackets, (whole) => (isSound(whole.slice(1, -1).trim()) ? ' ' : whole))
    .replace(/[♪♫]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^[.\s]+$/, '');
}

function isSound(name: string): boolean {
  return sound.test(name) || speaksOtherwise.test(name);
}
