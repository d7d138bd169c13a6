import type { Project } from "./studio.js";
import { hrefOf, type View, views } from "./use-route.js";

const titles: Readonly<Record<View, string>> = {
  board: "Board",
  timeline: "Timeline",
  charts: "Charts",
  review: "Review",
};
const words = { connecting: "Connecting", live: "Live", lost: "Offline" };

interface HeaderProps {
  readonly projects: readonly Project[];
  readonly project: string | undefined;
  readonly view: View;
  readonly connection: keyof typeof words;
}

export function Header({ projects, project = "", view, connection }: HeaderProps) {
  return (
    <header>
      <button type="button" className="skip" onClick={() => document.getElementById("main")?.focus()}>
        Skip to content
      </button>
      <h1>Studio wall</h1>
      <label className="picker">
        <span className="unseen">Project</span>
        <select
          value={project}
          onChange={({ target }) => {
            location.hash = hrefOf(view, target.value);
          }}
        >
          {projects.map(({ id, full_name }) => (
            <option key={id} value={id}>
              {full_name}
            </option>
          ))}
        </select>
      </label>
      <nav aria-label="Views">
        {views.map((one) => (
          <a key={one} href={hrefOf(one, project)} aria-current={one === view ? "page" : undefined}>
            {titles[one]}
          </a>
        ))}
      </nav>
      <span className="signal" data-connection={connection}>
        {words[connection]}
      </span>
    </header>
  );
}
