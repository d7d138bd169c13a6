import { readdirSync } from "node:fs";
import { join } from "node:path";

interface Item {
  readonly text: string;
  readonly link?: string;
  readonly collapsed?: boolean;
  readonly items?: Item[];
}

const kinds: Readonly<Record<string, string>> = {
  classes: "Classes",
  functions: "Functions",
  interfaces: "Interfaces",
  "type-aliases": "Types",
  variables: "Constants",
};

/** The packages of the reference with what they export, by kind. */
export function referenceSidebar(folder: string): Item[] {
  const scope = "@ftrack-kit";
  const packages = readdirSync(join(folder, scope)).sort();
  const paths = packages.flatMap((name) =>
    readdirSync(join(folder, scope, name)).includes("testing") ? [name, `${name}/testing`] : [name],
  );
  return paths.map((path) => ({
    text: `${scope}/${path}`,
    link: `/reference/${scope}/${path}/`,
    collapsed: true,
    items: Object.entries(kinds).flatMap(([kind, text]) =>
      listKind(folder, `${scope}/${path}/${kind}`, text),
    ),
  }));
}

function listKind(folder: string, path: string, text: string): Item[] {
  let files: string[];
  try {
    files = readdirSync(join(folder, path));
  } catch {
    return [];
  }
  const names = files.map((file) => file.replace(/\.md$/, "")).sort();
  return [
    {
      text,
      collapsed: true,
      items: names.map((name) => ({ text: name, link: `/reference/${path}/${name}` })),
    },
  ];
}
