import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitepress";
import guides from "./guides.json";
import { referenceSidebars } from "./reference-sidebar.js";

const folder = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const hasReference = existsSync(folder("../reference/index.md"));

export default defineConfig({
  title: "ftrack-kit",
  description: "The ftrack SDK for TypeScript and JavaScript: browsers, Node.js and a plain script tag.",
  lang: "en",
  head: [["link", { rel: "icon", type: "image/svg+xml", href: "/logo.svg" }]],
  cleanUrls: true,
  outDir: "dist",
  // Every page would carry the list of all pages otherwise.
  metaChunk: true,
  cacheDir: folder("../../.artifacts/vitepress"),
  // Without the reference, as in quick checks, links into it lead nowhere.
  ignoreDeadLinks: hasReference ? false : [/^\/reference\//],
  vite: { publicDir: "public", build: { chunkSizeWarningLimit: 4_000 } },
  themeConfig: {
    logo: "/logo.svg",
    nav: [
      { text: "Guide", link: "/guide/start", activeMatch: "^/(guide|from)/" },
      { text: "What works", link: "/features" },
      ...(hasReference ? [{ text: "API", link: "/reference/", activeMatch: "^/reference/" }] : []),
    ],
    sidebar: {
      ...(hasReference ? referenceSidebars(folder("../reference")) : {}),
      "/": guides,
    },
    outline: [2, 3],
    search: {
      provider: "local",
      options: {
        miniSearch: {
          // Who searches wants to know how before what.
          searchOptions: { boostDocument: (id: string) => (/^\/(guide|from)\//.test(id) ? 3 : 1) },
        },
      },
    },
    docFooter: { prev: "Before", next: "Next" },
    footer: { message: "Apache-2.0. Made for ftrack, not by ftrack." },
  },
});
