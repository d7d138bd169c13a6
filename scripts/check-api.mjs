import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Extractor, ExtractorConfig, ExtractorLogLevel } from "@microsoft/api-extractor";
import { checkDocstrings } from "./check-docstrings.mjs";
import { root } from "./lib.mjs";

// What the packages promise, one report per entry in `api/`. A change of it is a decision, visible in the diff:
// `npm run api` accepts it. All of it has a docstring. Needs a build.
const accept = process.argv.includes("--accept");
const reports = join(root, "api");
const temporary = join(root, ".artifacts", "api");
const problems = [];

mkdirSync(reports, { recursive: true });
rmSync(temporary, { recursive: true, force: true });
mkdirSync(temporary, { recursive: true });
const expected = new Set();
const declarations = [];
for (const folder of readdirSync(join(root, "packages")).map((name) => join(root, "packages", name))) {
  const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  for (const entry of entriesOf(manifest)) {
    try {
      checkReport(folder, entry);
      await checkForms(folder, entry);
    } catch (error) {
      problems.push(`${entry.title} cannot be read: ${error.message}`);
    }
  }
}
for (const file of readdirSync(reports)) if (!expected.has(file)) drop(file);
problems.push(...checkDocstrings(declarations));
for (const problem of problems) console.error(`✗ ${problem}`);
console.log(`api: ${expected.size} entries, ${problems.length} problems`);
process.exitCode = problems.length ? 1 : 0;

/** The importable entries of a package. Those of the umbrella are nothing but others under one name. */
function entriesOf({ name, exports }) {
  return Object.entries(exports)
    .filter(([, target]) => target.import?.types)
    .map(([path, { import: esm, require: cjs }]) => ({
      title: `${name}${path.slice(1)}`,
      types: esm.types,
      esm: esm.default,
      cjs: cjs.default,
    }));
}

function checkReport(folder, { title, types }) {
  const file = `${title.replace("@", "").replaceAll("/", "-")}.api.md`;
  expected.add(file);
  const entry = join(folder, types);
  if (!existsSync(entry)) {
    problems.push(`${title} is not built`);
    return;
  }
  declarations.push(entry);
  const config = ExtractorConfig.prepare({
    configObject: {
      projectFolder: folder,
      mainEntryPointFilePath: entry,
      compiler: {
        overrideTsconfig: {
          compilerOptions: {
            target: "es2022",
            module: "esnext",
            moduleResolution: "bundler",
            lib: ["es2022", "esnext.disposable", "dom", "dom.iterable"],
            types: [],
            skipLibCheck: true,
            strict: true,
          },
          files: [entry],
        },
      },
      apiReport: {
        enabled: true,
        reportFileName: file,
        reportFolder: reports,
        reportTempFolder: temporary,
        // What an exported class takes over from one that is not exported is promised as well.
        includeForgottenExports: true,
      },
      newlineKind: "lf",
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      messages: {
        compilerMessageReporting: { default: { logLevel: ExtractorLogLevel.None } },
        extractorMessageReporting: { default: { logLevel: ExtractorLogLevel.None } },
        tsdocMessageReporting: { default: { logLevel: ExtractorLogLevel.None } },
      },
    },
    configObjectFullPath: join(folder, "api-extractor.json"),
    packageJsonFullPath: join(folder, "package.json"),
  });
  const { apiReportChanged } = Extractor.invoke(config, {
    localBuild: accept,
    messageCallback: (message) => {
      message.handled = true;
    },
  });
  if (apiReportChanged && !accept)
    problems.push(`${title} differs from api/${file}; "npm run api" accepts that, and shows it in the diff`);
}

/** Both forms of an entry must offer the same names. */
async function checkForms(folder, { title, esm, cjs }) {
  if (!existsSync(join(folder, esm))) return;
  const require = createRequire(join(folder, "package.json"));
  // Suites for others to run can only be loaded within a test.
  if (title.endsWith("/testing")) return;
  const names = [await import(pathToFileURL(join(folder, esm)).href), require(cjs)].map((form) =>
    Object.keys(form)
      .filter((name) => name !== "default" && name !== "module.exports")
      .sort()
      .join(", "),
  );
  if (names[0] !== names[1])
    problems.push(`${title} offers other names as CommonJS:\n  ${names.join("\n  ")}`);
}

function drop(file) {
  if (accept) rmSync(join(reports, file));
  else problems.push(`api/${file} belongs to no entry`);
}
