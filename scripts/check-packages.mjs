import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { checkPages, checkSizes } from "./check-bundles.mjs";
import { checkIntegrity } from "./check-integrity.mjs";
import { importedPackages } from "./imported-packages.mjs";
import { root } from "./lib.mjs";
import { installTarballs, packAll } from "./packed.mjs";

// Checks what would be published, on packed tarballs: shape, types, sizes, forbidden content, and a consumer of each kind.
/** Needs every part that a session loads when it is first asked for. */
const usage = `
void (async () => {
  const server = await createDevServer({ seed: "demo", credentials: { user: "jane", key: "k" } });
  const options = { serverUrl: server.url, apiUser: "jane", apiKey: "k", schemaCache: false };
  const session = await Session.open({ ...options, plugins: [{ register() {} }] });
  const [task] = await session.query("select name from Task limit 1");
  const live = session.live("select name from Task limit 1");
  await new Promise((resolve) => live.subscribe((rows) => rows.length && resolve()));
  await session.eventHub.ready;
  await session.createComponent(new Blob(["bytes"]), { name: "a" }, { location: "server" });
  await session.close();
  await server.close();
  if (typeof task.name !== "string") throw new Error("no name");
})();
`;

const problems = [];
const say = (line) => console.log(line);

const folders = readdirSync(join(root, "packages")).map((name) => join(root, "packages", name));
const manifests = new Map(
  folders.map((folder) => [folder, JSON.parse(readFileSync(join(folder, "package.json"), "utf8"))]),
);

const work = mkdtempSync(join(tmpdir(), "ftrack-kit-pack-"));
try {
  const tarballs = packAll(readdirSync(join(root, "packages")), work);
  await checkShape(tarballs);
  checkDeclaredDependencies();
  const consumer = await checkConsumers(tarballs);
  await checkSizes(consumer, { problems, say });
  checkIntegrity(consumer, { problems, say });
  await checkPages(consumer, { problems, say });
} finally {
  rmSync(work, { recursive: true, force: true });
}
for (const problem of problems) console.error(`✗ ${problem}`);
say(`packages: ${problems.length ? `${problems.length} problems` : "all checks passed"}`);
process.exitCode = problems.length ? 1 : 0;

async function checkShape(tarballs) {
  for (const [folder, manifest] of manifests) {
    const { messages } = await publint({ pkgDir: folder, strict: true, pack: false });
    for (const message of messages) problems.push(`${manifest.name}: ${formatMessage(message, manifest)}`);
    if (manifest.scripts?.install || manifest.scripts?.postinstall)
      problems.push(`${manifest.name} has an install script`);
    attw(manifest.name, tarballs.get(manifest.name));
    say(`${manifest.name}: publint and attw ran`);
  }
}

function attw(name, tarball) {
  // Node 10 resolution knows no export maps; every runtime that we support does.
  const args = [tarball, "--profile", "node16", "--exclude-entrypoints", "cdn", "--format", "ascii"];
  try {
    execFileSync(join(root, "node_modules/.bin/attw"), args, { stdio: "pipe" });
  } catch (error) {
    problems.push(`${name}: attw\n${error.stdout}${error.stderr}`);
  }
}

/** What a package imports and what it declares must be the same list; development tools come on top. */
function checkDeclaredDependencies() {
  for (const [folder, manifest] of manifests) {
    const installed = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies });
    const declared = new Set([...installed, ...Object.keys(manifest.devDependencies ?? {})]);
    const imported = importedPackages(join(folder, "src"));
    for (const name of imported)
      if (!declared.has(name)) problems.push(`${manifest.name} imports ${name} without declaring it`);
    for (const name of installed)
      if (!imported.has(name)) problems.push(`${manifest.name} declares ${name} without importing it`);
  }
}

/** Installs the tarballs into a blank project and uses them as ESM, CommonJS and TypeScript. */
async function checkConsumers(tarballs) {
  const consumer = join(work, "consumer");
  installTarballs(consumer, tarballs);
  writeFileSync(
    join(consumer, "use.mjs"),
    `import { createDevServer } from "@ftrack-kit/dev-server"; import { Session } from "ftrack-kit"; ${usage}`,
  );
  writeFileSync(
    join(consumer, "use.cjs"),
    `const { createDevServer } = require("@ftrack-kit/dev-server"); const { Session } = require("ftrack-kit"); ${usage}`,
  );
  writeFileSync(
    join(consumer, "use.mts"),
    'import { Session } from "ftrack-kit";\nconst session: Session = new Session({ serverUrl: "https://studio.example.com", apiUser: "jane", apiKey: "k" });\nexport const closed: boolean = session.closed;\n',
  );
  writeFileSync(join(consumer, "use.cts"), readFileSync(join(consumer, "use.mts"), "utf8"));
  for (const file of ["use.mjs", "use.cjs"])
    attempt(`consumer ${file}`, () =>
      execFileSync(process.execPath, [file], { cwd: consumer, stdio: "pipe" }),
    );
  const compilerOptions = {
    strict: true,
    exactOptionalPropertyTypes: true,
    noEmit: true,
    target: "es2022",
    module: "nodenext",
    lib: ["es2022", "esnext.disposable", "dom"],
    types: [],
  };
  const project = JSON.stringify({ compilerOptions, files: ["use.mts", "use.cts"] });
  writeFileSync(join(consumer, "tsconfig.json"), project);
  const tsc = join(root, "node_modules/typescript/bin/tsc");
  attempt("consumer types", () => execFileSync(process.execPath, [tsc], { cwd: consumer, stdio: "pipe" }));
  say("consumer project: ESM, CommonJS and TypeScript used the tarballs");
  return consumer;
}

function attempt(what, action) {
  try {
    action();
  } catch (error) {
    problems.push(`${what}: ${error.stdout ?? ""}${error.stderr ?? error.message}`);
  }
}
