import { existsSync, readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { DefaultTheme } from "vitepress";

const kinds: Readonly<Record<string, string>> = {
  classes: "Classes",
  functions: "Functions",
  interfaces: "Interfaces",
  "type-aliases": "Types",
  variables: "Constants",
};

/**
 * A sidebar per package and kind, which lists that kind alone: one with every name would be most of every page.
 *
 * @param folder - Where the reference was generated.
 */
export function referenceSidebars(folder: string): DefaultTheme.SidebarMulti {
  const packages = packagesIn(folder);
  const overview = {
    text: "Packages",
    items: packages.map((name) => ({ text: name, link: `/reference/${name}/` })),
  };
  const sidebars: DefaultTheme.SidebarMulti = { "/reference/": [overview] };
  for (const name of packages) {
    const present = Object.entries(kinds).filter(([kind]) => existsSync(join(folder, name, kind)));
    const links = present.map(([kind, text]) => ({ text, link: `/reference/${name}/#${kind}` }));
    sidebars[`/reference/${name}/`] = [overview, { text: name, items: links }];
    for (const [kind, text] of present) {
      const others = links.filter((link) => link.text !== text);
      sidebars[`/reference/${name}/${kind}/`] = [
        { text: name, link: `/reference/${name}/`, items: others },
        { text, items: pagesIn(join(folder, name, kind), `/reference/${name}/${kind}`) },
      ];
    }
  }
  return sidebars;
}

/** Every entry, such as `@ftrack-kit/core` and, in a folder of it, `@ftrack-kit/core/testing`. */
function packagesIn(folder: string): string[] {
  const scope = "@ftrack-kit";
  return readdirSync(join(folder, scope), { recursive: true, encoding: "utf8" })
    .filter((file) => basename(file) === "index.md")
    .map((file) => `${scope}/${dirname(file)}`)
    .sort();
}

function pagesIn(folder: string, link: string): DefaultTheme.SidebarItem[] {
  return readdirSync(folder)
    .map((file) => file.replace(/\.md$/, ""))
    .sort()
    .map((name) => ({ text: name, link: `${link}/${name}` }));
}
