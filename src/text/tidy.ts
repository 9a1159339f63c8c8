// First stage on the way from transcript to written text: takes away what the recogniser adds about sounds
// ("[BLANK_AUDIO]", "(music)", "♪") and the line breaks and spaces of its segments. Pure. Changes no word;
// brackets right behind one, as in "play(music)", are a call and stay.

const soundInBrackets = /(?<![\p{L}\p{N}_])(?:\[[^\][\n]{1,40}\]|\([^()\n]{1,40}\)|\*[^*\n]{1,40}\*)/gu;
const soundWords =
  /^(blank[_ ]audio|silence|music|(soft |upbeat |dramatic )?music( playing)?|applause|laughter|laughs|noise|inaudible|no (audio|speech)|sound|clicking|typing|beep|breathing|sighs?|coughs?)$/i;

export function tidy(transcript: string): string {
  return transcript
    .replace(soundInBrackets, (whole) => (soundWords.test(whole.slice(1, -1).trim()) ? ' ' : whole))
    .replace(/[♪♫]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}
