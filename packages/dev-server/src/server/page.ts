const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => entities[character] as string);

const style = `
:root { color-scheme: light dark; --back: #f6f7f9; --card: #fff; --line: #e2e5ea; --text: #1c2430; --soft: #667085; --accent: #6b4ce6; --bad: #c2334d; }
:root[data-theme="dark"] { color-scheme: dark; --back: #14171c; --card: #1c2128; --line: #2c333d; --text: #e6e9ee; --soft: #8d98a8; --accent: #a994ff; --bad: #ff7a90; }
@media (prefers-color-scheme: dark) { :root:not([data-theme]) { --back: #14171c; --card: #1c2128; --line: #2c333d; --text: #e6e9ee; --soft: #8d98a8; --accent: #a994ff; --bad: #ff7a90; } }
* { box-sizing: border-box; }
body { margin: 0; padding: clamp(1rem, 3vw, 2.5rem); background: var(--back); color: var(--text); font: 15px/1.5 system-ui, sans-serif; }
main { max-width: 76rem; margin: 0 auto; }
h1 { font-size: 1.5rem; margin: 0 0 0.25rem; letter-spacing: -0.01em; }
h2 { font-size: 0.8rem; margin: 0 0 0.75rem; color: var(--soft); text-transform: uppercase; letter-spacing: 0.08em; }
p { margin: 0 0 1rem; color: var(--soft); }
code { font: 0.9em ui-monospace, monospace; color: var(--accent); overflow-wrap: anywhere; }
section { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 1.1rem 1.25rem; min-width: 0; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: 0.3rem 0.75rem 0.3rem 0; border-top: 1px solid var(--line); vertical-align: top; overflow-wrap: break-word; }
tr:first-child > * { border-top: 0; }
th { color: var(--soft); font-weight: 500; }
td.number { text-align: right; padding: 0.3rem 0 0.3rem 0.75rem; white-space: nowrap; }
td.time { color: var(--soft); white-space: nowrap; }
.soft { color: var(--soft); }
.bad { color: var(--bad); }
.grid { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 30rem), 1fr)); margin-top: 1rem; }
.wide { grid-column: 1 / -1; }
.stack { display: grid; gap: 1rem; align-content: start; min-width: 0; }
.figures { display: flex; flex-wrap: wrap; gap: 0.5rem 2rem; }
.figures div { min-width: 6rem; }
.figures b { display: block; font-size: 1.5rem; font-weight: 600; line-height: 1.2; }
.figures span { color: var(--soft); font-size: 0.85rem; }
`;

export interface PageOptions {
  readonly title: string;
  /** Follows the system when absent. */
  readonly theme?: "light" | "dark" | undefined;
  readonly body: string;
}

/** One page without anything from elsewhere. */
export function page({ title, theme, body }: PageOptions): string {
  const attribute = theme === undefined ? "" : ` data-theme="${theme}"`;
  return `<!DOCTYPE html><html lang="en"${attribute}><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escapeHtml(title)}</title><style>${style}</style></head><body><main>${body}</main></body></html>`;
}
