import type { Scenario } from "./contract.js";
import { judge, middleOf, type Verdict } from "./judge.js";
import type { Measured } from "./measure-scenario.js";
import { spread } from "./statistics.js";

/** Where and when something was measured. */
export interface Circumstances {
  readonly date: string;
  readonly commit: string;
  readonly machine: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly load: string;
}

export interface Result {
  readonly scenario: Scenario;
  readonly measured: ReadonlyMap<string, Measured>;
  readonly circumstances: Circumstances;
}

/** The latest results of scenarios, as Markdown. */
export function printReport(results: readonly Result[]): string {
  return [
    "# Measured",
    "",
    "Written by `npm run bench`, which keeps the latest measurement of every scenario.",
    "",
    "Contenders take turns, each in processes of its own, against recorded answers of the embedded server in another",
    "process; results are compared before anything is timed. CPU is that of the client process, medians, followed by",
    "the ratio to the first line, the floor: what plain `fetch` and `JSON.parse` need. *First* is the first run of a",
    "fresh process. Times of a shared machine vary by some 20 %; ratios of one run are steadier. *Memory at its peak* is",
    "how far the resident memory of the process grew, at its highest, from just before its first run to the end of it;",
    "*kept* is how much larger the heap was after it, once garbage was collected.",
    "",
    "## What was to be reached",
    "",
    ...table(
      ["Scenario", "Contender", "Measure", "At most", "Reached", ""],
      results.flatMap(({ scenario, measured }) =>
        judge(scenario, measured).map((verdict) => verdictRow(scenario, verdict)),
      ),
    ),
    ...results.flatMap(section),
    "",
  ].join("\n");
}

function verdictRow(scenario: Scenario, { target, reached, isMet }: Verdict): string[] {
  const { contender, metric, phase, atMost, relativeTo } = target;
  const unit = relativeTo === undefined ? unitOf(metric) : " ×";
  const print = (value: number | undefined) =>
    value === undefined
      ? "not measured"
      : `${round(relativeTo === undefined ? scaled(metric, value) : value)}${unit}`;
  const what = phase === "first" ? `${metric}, first` : metric;
  return [scenario.name, contender, what, print(atMost), print(reached), isMet ? "✓" : "**missed**"];
}

function section({ scenario, measured, circumstances }: Result): string[] {
  const { unit } = scenario;
  const names = [...measured.keys()];
  const hasRepeats = names.some((name) => (measured.get(name)?.repeated.length ?? 0) > 0);
  const extra = [...new Set(names.flatMap((name) => Object.keys(measured.get(name)?.first[0] ?? {})))].filter(
    (metric) => !["cpu", "wall", "peak", "held", "requests"].includes(metric),
  );
  const phase = hasRepeats ? "repeated" : "first";
  const floor = names[0] as string;
  const compared = (name: string, when: "first" | "repeated") => {
    const value = middleOf(measured, name, when, "cpu");
    const base = middleOf(measured, floor, when, "cpu");
    if (value === undefined || base === undefined) return "";
    return name === floor ? `${round(value)} ms` : `${round(value)} ms (${round(value / base)} ×)`;
  };
  const heads = [
    "",
    "CPU, first",
    ...(hasRepeats ? ["CPU", "±"] : []),
    ...(unit ? [`CPU per ${unit.name}`] : []),
    "Wall",
    "Requests",
    "Memory at its peak",
    "Kept",
    ...extra,
  ];
  const rows = names.map((name) => {
    const one = (metric: string, when: "first" | "repeated" = phase) =>
      middleOf(measured, name, when, metric);
    const megabytes = (value: number | undefined) =>
      value === undefined ? "" : `${round(value / 1024 ** 2)} MB`;
    const varies = spread((measured.get(name)?.repeated ?? []).map(({ cpu }) => cpu ?? 0));
    return [
      name,
      compared(name, "first"),
      ...(hasRepeats
        ? [compared(name, "repeated"), varies === undefined ? "" : `${Math.round(varies * 100)} %`]
        : []),
      ...(unit ? [`${round(((one("cpu") ?? 0) * 1_000) / unit.count)} µs`] : []),
      `${round(one("wall") ?? 0)} ms`,
      String(one("requests") ?? ""),
      megabytes(one("peak", "first")),
      megabytes(one("held", "first")),
      ...extra.map((metric) => round(one(metric) ?? Number.NaN)),
    ];
  });
  const runs = measured.get(floor);
  const counted = `${runs?.first.length ?? 0} fresh processes, ${runs?.repeated.length ?? 0} later runs`;
  const { date, commit, machine, versions, load } = circumstances;
  const known = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return [
    "",
    `## ${scenario.title}`,
    "",
    `\`npm run bench -- ${scenario.name}\`: ${counted}; ${date} at ${commit}, ${machine}, ${load}; ${known.join(", ")}.`,
    "",
    ...table(heads, rows),
  ];
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(heads), line(heads.map(() => "---")), ...rows.map(line)];
}

const unitOf = (metric: string) =>
  metric === "cpu" || metric === "wall" ? " ms" : metric === "peak" || metric === "held" ? " MB" : "";
const scaled = (metric: string, value: number) =>
  metric === "peak" || metric === "held" ? value / 1024 ** 2 : value;

/** Three digits that count. */
function round(value: number): string {
  if (!Number.isFinite(value)) return "";
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toLocaleString("en", { maximumFractionDigits: digits });
}
