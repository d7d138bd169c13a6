import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { root } from "./lib.mjs";
import { ourPackages, thirdPartyOf } from "./third-party.mjs";

// The licences of what we bring along: of everything that an installation takes at the root, and beside our own
// code in the packages whose builds carry others' code. `npm run licences` writes them.
const accept = process.argv.includes("--accept");
const allowed = ["MIT", "ISC", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "0BSD", "BlueOak-1.0.0"];
const problems = [];

const packages = ourPackages();
const all = thirdPartyOf(packages);
for (const { manifest, licence } of all) {
  const id = `${manifest.name}@${manifest.version}`;
  if (!allowed.includes(manifest.license)) problems.push(`${id} has the licence ${manifest.license}`);
  if (!licence) problems.push(`${id} ships no text of its licence`);
}
compare(root, all);
/** The builds of core carry its libraries; the script-tag file carries everything a page needs. */
const carried = {
  "@ftrack-kit/core": ["@ftrack-kit/core"],
  "@ftrack-kit/browser": ["@ftrack-kit/core", "@ftrack-kit/browser"],
};
for (const [name, sources] of Object.entries(carried)) {
  const { folder } = packages.find(({ manifest }) => manifest.name === name);
  compare(folder, thirdPartyOf(packages.filter(({ manifest }) => sources.includes(manifest.name))));
}
for (const problem of problems) console.error(`✗ ${problem}`);
console.log(`licences: ${all.length} packages, ${problems.length} problems`);
process.exitCode = problems.length ? 1 : 0;

function compare(folder, entries) {
  const file = join(folder, "THIRD_PARTY_LICENSES");
  const text = print(entries);
  if (existsSync(file) && readFileSync(file, "utf8") === text) return;
  if (accept) writeFileSync(file, text);
  else problems.push(`${relative(root, file)} is not up to date; "npm run licences" writes it`);
}

function print(entries) {
  const sections = entries.map(
    ({ manifest, licence }) => `${manifest.name} ${manifest.version} (${manifest.license})\n\n${licence}\n`,
  );
  return `ftrack-kit uses or carries the following packages under their own licences.\n\n${sections.join(`\n${"-".repeat(80)}\n\n`)}`;
}
