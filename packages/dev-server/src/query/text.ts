/** Text as it is compared: without regard to case (wire protocol 5.3). */
export const foldCase = (text: string): string => text.toLowerCase();

/** A character, or `undefined` for any one. */
type Run = readonly (string | undefined)[];

/**
 * Compiles a pattern of `like`: `%` stands for any run of characters, `_` for any one, and a backslash takes the
 * meaning from what follows it.
 *
 * Each run between two `%` takes the first place that fits, so no pattern makes matching explode.
 */
export function compileLike(pattern: string): (text: string) => boolean {
  const runs = runsOf(foldCase(pattern));
  const first = runs[0] as Run;
  const last = runs[runs.length - 1] as Run;
  const middle = runs.slice(1, -1);
  return (given) => {
    const text = foldCase(given);
    if (!fits(first, text, 0)) return false;
    if (runs.length === 1) return text.length === first.length;
    let position = first.length;
    for (const run of middle) {
      position = find(run, text, position);
      if (position < 0) return false;
      position += run.length;
    }
    const start = text.length - last.length;
    return start >= position && fits(last, text, start);
  };
}

/** The runs between the `%` of a pattern. */
function runsOf(pattern: string): Run[] {
  let run: (string | undefined)[] = [];
  const runs = [run];
  for (let index = 0; index < pattern.length; index++) {
    const character = pattern[index];
    if (character === "%") {
      run = [];
      runs.push(run);
    } else if (character === "_") run.push(undefined);
    else if (character === "\\" && index + 1 < pattern.length) run.push(pattern[++index]);
    else run.push(character);
  }
  return runs;
}

function fits(run: Run, text: string, start: number): boolean {
  if (start + run.length > text.length) return false;
  return run.every((character, index) => character === undefined || character === text[start + index]);
}

function find(run: Run, text: string, from: number): number {
  for (let start = from; start + run.length <= text.length; start++) if (fits(run, text, start)) return start;
  return -1;
}
