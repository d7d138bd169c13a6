import { existsSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { importedPackages } from "./imported-packages.mjs";
import { root } from "./lib.mjs";

const readManifest = (folder) => JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));

/** Our packages, as they are published. */
export function ourPackages() {
  return readdirSync(join(root, "packages"))
    .map((name) => join(root, "packages", name))
    .map((folder) => ({ folder, manifest: readManifest(folder) }));
}

/**
 * Names of what a package brings: what is installed with it, and what its builds carry, which is what the sources
 * import without that it is there otherwise.
 */
export function broughtBy({ folder, manifest }) {
  const { dependencies, optionalDependencies, devDependencies = {}, peerDependencies = {} } = manifest;
  const isOurs = folder.startsWith(join(root, "packages"));
  const imported = isOurs ? [...importedPackages(join(folder, "src"))] : [];
  const carried = imported.filter((name) => name in devDependencies && !(name in peerDependencies));
  return [...Object.keys({ ...dependencies, ...optionalDependencies }), ...carried];
}

/**
 * What some of our packages bring to whoever installs them, sorted by name.
 *
 * What others of theirs is optional, such as binaries for one kind of machine, is left out: it differs from machine
 * to machine.
 */
export function thirdPartyOf(packages) {
  const ours = new Set(ourPackages().map(({ manifest }) => manifest.name));
  const found = new Map();
  const visit = (folder, names) => {
    for (const name of names) {
      const place = locate(folder, name);
      if (ours.has(name) || !place) continue;
      const manifest = readManifest(place);
      const id = `${name}@${manifest.version}`;
      if (found.has(id)) continue;
      found.set(id, { folder: place, manifest, licence: licenceOf(place) });
      visit(place, Object.keys(manifest.dependencies ?? {}));
    }
  };
  for (const ours of packages) visit(ours.folder, broughtBy(ours));
  return [...found.entries()].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, entry]) => entry);
}

/** Where Node would find a package from a folder. */
function locate(folder, name) {
  for (let place = realpathSync(folder); place !== dirname(place); place = dirname(place)) {
    const candidate = join(place, "node_modules", name);
    if (existsSync(join(candidate, "package.json"))) return realpathSync(candidate);
  }
  return undefined;
}

function licenceOf(folder) {
  const file = readdirSync(folder).find((name) => /^licen[cs]e(-\w+)?(\.md|\.txt)?$/i.test(name));
  return file && readFileSync(join(folder, file), "utf8").replaceAll("\r\n", "\n").trim();
}
