import { Random } from "../random.js";
import type { PutFile } from "../seed-workspace.js";
import { type SeedWriter, seedId } from "../seed-writer.js";
import { addNotes, addReviews } from "./conversations.js";
import { projectPlans } from "./plan.js";
import { addDifficulty, addProduction } from "./production.js";
import { addPeople, type Studio } from "./studio.js";
import { addVersions } from "./versions.js";

/** A small studio in the middle of two short films. */
export function plantDemo(seed: SeedWriter, putFile: PutFile): void {
  const studio: Studio = { seed, putFile, random: new Random(2026), history: new Random(2025) };
  addPeople(studio);
  addDifficulty(studio);
  for (const name of ["hero", "trailer", "stereo"])
    seed.add("Scope", { id: seedId(`demo/scope/${name}`), name });
  for (const plan of projectPlans) {
    const production = addProduction(studio, plan);
    const versions = addVersions(studio, production);
    addNotes(studio, versions);
    addReviews(studio, production, versions);
    for (const { row } of production.shots.slice(0, 6)) {
      seed.link("ContextScope", { context_id: String(row.id), scope_id: seedId("demo/scope/trailer") });
      seed.add("Metadata", {
        parent_id: row.id,
        key: "slate",
        value: `A${String(row.sort)}`,
        parent_type: "Shot",
      });
    }
  }
}
