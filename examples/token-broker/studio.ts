import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { BrokerOptions } from "./broker.js";
import type { Policy } from "./policy.js";

/** A board of tasks: what it shows can be read, and a task's status can be changed. */
export const policy: Policy = {
  readable: {
    Task: ["id", "name", "status_id", "status.id", "status.name", "project.id", "project.name"],
    Status: ["id", "name", "sort"],
    Project: ["id", "name", "full_name"],
  },
  changeable: { Task: ["status_id"] },
};

const page = new URL("./page/", import.meta.url);
const types: Readonly<Record<string, string>> = { html: "text/html", js: "text/javascript", css: "text/css" };

/** The page, and the SDK as a file beside it. */
export const files: BrokerOptions["files"] = (path) => {
  const name = path === "/" ? "index.html" : path.slice(1);
  const known: Readonly<Record<string, () => string>> = {
    "index.html": () => readFileSync(new URL("index.html", page), "utf8"),
    "page.js": () => readFileSync(new URL("page.js", page), "utf8"),
    "page.css": () => readFileSync(new URL("page.css", page), "utf8"),
    "ftrack-kit.min.js": () =>
      readFileSync(createRequire(import.meta.url).resolve("@ftrack-kit/browser/cdn"), "utf8"),
  };
  const read = Object.hasOwn(known, name) ? known[name] : undefined;
  return read && { body: read(), type: `${types[name.split(".").at(-1) ?? ""]}; charset=utf-8` };
};
