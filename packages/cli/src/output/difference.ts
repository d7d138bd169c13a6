/** Lines that only one of two texts has, each marked `-` or `+`, in the order of the texts. */
export function describeDifference(present: string, wanted: string): string {
  const before = countLines(present);
  const after = countLines(wanted);
  const removed = takeSurplus(present, after).map((line) => `- ${line}`);
  const added = takeSurplus(wanted, before).map((line) => `+ ${line}`);
  return `${[...removed, ...added].join("\n")}\n`;
}

function countLines(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const line of text.split("\n")) counts.set(line, (counts.get(line) ?? 0) + 1);
  return counts;
}

function takeSurplus(text: string, other: Map<string, number>): string[] {
  const left = new Map(other);
  return text.split("\n").filter((line) => {
    const count = left.get(line) ?? 0;
    if (count > 0) left.set(line, count - 1);
    return count === 0 && line.trim() !== "";
  });
}
