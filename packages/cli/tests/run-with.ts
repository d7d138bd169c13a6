import { runCommandLine } from "../src/program.js";

/** Runs a command line with an environment of its own, and hands back everything it printed. */
export async function runWith(
  words: readonly string[],
  environment: Readonly<Record<string, string>>,
  signal: AbortSignal = new AbortController().signal,
): Promise<{ code: number; out: string; notes: string }> {
  let out = "";
  let notes = "";
  const terminal = {
    out: (text: string) => {
      out += text;
    },
    note: (text: string) => {
      notes += text;
    },
    interactive: false,
    environment,
    signal,
  };
  const code = await runCommandLine(words, terminal);
  return { code, out, notes };
}
