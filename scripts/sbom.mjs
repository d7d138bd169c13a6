import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Contrib, Enums, Models, Serialize, Spec } from "@cyclonedx/cyclonedx-library";
import { root } from "./lib.mjs";
import { broughtBy, ourPackages, thirdPartyOf } from "./third-party.mjs";

// A bill of material (CycloneDX) of everything that installing our packages brings, for a release to carry.
const { FromNodePackageJson } = Contrib;
const builder = new FromNodePackageJson.Builders.ComponentBuilder(
  new FromNodePackageJson.Factories.ExternalReferenceFactory(),
  new Contrib.License.Factories.LicenseFactory(),
);

function componentOf(manifest) {
  const component = builder.makeComponent(manifest, Enums.ComponentType.Library);
  component.bomRef.value = `${manifest.name}@${manifest.version}`;
  component.purl = `pkg:npm/${manifest.name.replace("@", "%40")}@${manifest.version}`;
  return component;
}

const packages = ourPackages();
const bom = new Models.Bom();
bom.metadata.timestamp = new Date();
bom.metadata.component = componentOf(
  JSON.parse(readFileSync(join(root, "packages/ftrack-kit/package.json"), "utf8")),
);
const components = new Map();
for (const { manifest } of [...packages, ...thirdPartyOf(packages)]) {
  if (manifest.name !== "ftrack-kit") components.set(manifest.name, componentOf(manifest));
}
for (const component of components.values()) bom.components.add(component);
for (const one of [...packages, ...thirdPartyOf(packages)]) {
  const from = components.get(one.manifest.name) ?? bom.metadata.component;
  for (const name of broughtBy(one)) {
    const to = components.get(name);
    if (to) from.dependencies.add(to.bomRef);
  }
}

const serializer = new Serialize.JsonSerializer(new Serialize.JSON.Normalize.Factory(Spec.Spec1dot6));
const file = join(root, ".artifacts", "sbom.cdx.json");
mkdirSync(join(root, ".artifacts"), { recursive: true });
writeFileSync(file, serializer.serialize(bom, { sortLists: true, space: 2 }));
console.log(`sbom: ${components.size + 1} components in .artifacts/sbom.cdx.json`);
