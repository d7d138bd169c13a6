import { readFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Plugin } from "esbuild";

const comments = /\/\*[\s\S]*?\*\/|\/\/.*$/gm;
const exported = /^export (type )?(?:\{([^}]*)\}|\*) from "(?:\.\/)?([^"]+?)(?:\.js)?";$/gm;
const folder = "./contents/";

/** What a package gives by itself, as files of `export` statements by name; and the packages it gives whole. */
interface Contents {
  readonly files: Map<string, { readonly names: readonly string[]; readonly from: string }>;
  readonly packages: readonly string[];
}

/** Reads an index, which is made of `export … from` statements only. Types are not in the build. */
function readContents(index: string): Contents {
  const files: Contents["files"] = new Map();
  const packages: string[] = [];
  const text = readFileSync(index, "utf8").replace(comments, "");
  for (const [, isType, list, from = ""] of text.matchAll(exported)) {
    if (isType) continue;
    const names = list?.split(",").map((name) => name.trim());
    if (names === undefined) packages.push(from);
    else files.set(from, { names: names.filter((name) => !/^(type |$)/.test(name)), from: `./${from}.js` });
  }
  const rest = text.replace(exported, "").trim();
  if (rest !== "") throw new Error(`${index} may only say what is exported from where; it says: ${rest}`);
  return { files, packages };
}

const publicName = (name: string) => name.split(" as ").at(-1) as string;

/**
 * Makes the index of an ES build a list of `export *`, of one file for each module that it exports something of.
 *
 * esbuild splits pages by files: once a name is taken through an index of names, a page reads at once whatever that
 * index leads to and some part loaded later needs too. It looks through `export *`, at the one file that has the name.
 *
 * @param index - The index in the sources.
 * @param wholes - Indexes of the packages that it exports whole, by name. What it has itself goes before theirs.
 */
export function splitContents(index: string, wholes: Readonly<Record<string, string>> = {}): Plugin {
  const { files, packages } = readContents(index);
  const own = new Set([...files.values()].flatMap(({ names }) => names.map(publicName)));
  for (const from of packages) {
    for (const [file, { names }] of readContents(wholes[from] as string).files) {
      const others = names.map(publicName).filter((name) => !own.has(name));
      files.set(`${from.split("/").at(-1)}/${file}`, { names: others, from });
    }
  }
  for (const [file, { names }] of files) if (names.length === 0) files.delete(file);
  const list = [...files.keys()].map((file) => `export * from "${folder}${file}.js";`).join("\n");
  return {
    name: "split-contents",
    setup({ initialOptions, onResolve, onLoad }) {
      const entries = initialOptions.entryPoints as Record<string, string>;
      for (const file of files.keys()) entries[`contents/${file}`] = `${folder}${file}`;
      onResolve({ filter: /^\.\/contents\// }, ({ path, kind }) =>
        kind === "entry-point"
          ? { path: path.slice(folder.length), namespace: "contents" }
          : { path, external: true },
      );
      onLoad({ filter: /.*/, namespace: "contents" }, ({ path }) => {
        const { names, from } = files.get(path) as { names: readonly string[]; from: string };
        return { contents: `export { ${names.join(", ")} } from "${from}";`, resolveDir: dirname(index) };
      });
      onLoad({ filter: /src\/index\.ts$/ }, ({ path }) => (path.endsWith(index) ? { contents: list } : null));
    },
  };
}
