import type { Row } from "../../store/row.js";
import { assetTypeId } from "../basics/organisation.js";
import { statusId } from "../basics/statuses.js";
import { paintScene } from "./images.js";
import type { Production, Unit } from "./production.js";
import { addImage, demoId, type Studio } from "./studio.js";

/** Publishes what the finished work of a project came to; every version has a picture. */
export function addVersions(studio: Studio, { project, shots, builds }: Production): Row[] {
  const versions: Row[] = [];
  const units = [...shots, ...builds];
  for (const [index, unit] of units.entries()) {
    if (unit.finished === 0) continue;
    versions.push(...publish(studio, unit, index + 1));
  }
  const [first] = versions;
  if (first) setThumbnail(studio, project, first.thumbnail_id);
  return versions;
}

function publish(studio: Studio, unit: Unit, scene: number): Row[] {
  const { seed, random } = studio;
  const task = unit.tasks[unit.finished - 1] as Row;
  const isShot = unit.row.__entity_type__ === "Shot";
  const asset = seed.add("Asset", {
    id: demoId("asset", String(unit.row.id)),
    name: isShot ? String(task.name) : String(unit.row.name),
    context_id: unit.row.id,
    type_id: assetTypeId(isShot ? (task.name === "animation" ? "anim" : "comp") : "geo"),
  });
  const assignee = seed.workspace.store.by("Appointment", "context_id", task.id)[0]?.resource_id;
  const count = isShot ? random.integer(1, 2) : 1;
  const versions = Array.from({ length: count }, (_, index) => {
    const id = demoId("version", String(asset.id), index + 1);
    const image = addImage(studio, demoId("frame", id), "preview", paintScene(scene * 3 + index), id);
    const last = index === count - 1;
    return seed.add("AssetVersion", {
      id,
      asset_id: asset.id,
      task_id: task.id,
      user_id: assignee ?? null,
      version: index + 1,
      comment: random.pick([
        "",
        "Ready for a look",
        "Timing as discussed",
        "Fixed the flicker",
        "Final textures",
      ]),
      date: seed.day(-12 + index * 3),
      status_id: statusId(last ? random.pick(["pendingReview", "approved"]) : "revise"),
      thumbnail_id: image.id,
    });
  });
  for (const [index, version] of versions.entries()) {
    const previous = versions[index - 1];
    if (!previous) continue;
    const id = demoId("version-link", String(version.id));
    seed.add("AssetVersionLink", { id, from_id: previous.id, to_id: version.id });
  }
  const image = versions.at(-1)?.thumbnail_id;
  setThumbnail(studio, unit.row, image);
  setThumbnail(studio, task, image);
  return versions;
}

function setThumbnail({ seed }: Studio, row: Row, id: unknown): void {
  seed.workspace.store.put("Context", { ...row, thumbnail_id: id });
}
