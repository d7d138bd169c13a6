import { wellKnown } from "../../schema/well-known.js";
import { type SeedWriter, seedId } from "../seed-writer.js";

const { locations } = wellKnown;

const locationRows = [
  [locations.origin, "ftrack.origin", "Origin", "Where a component is before it is published."],
  [locations.unmanaged, "ftrack.unmanaged", "Unmanaged", "Files that stay where they are."],
  [locations.review, "ftrack.review", "Review", "Media for reviews."],
  [locations.connect, "ftrack.connect", "Connect", "Files shared through Connect."],
  [locations.server, "ftrack.server", "Server", "Files kept by the server."],
] as const;

/** Kinds of assets: name and short name. */
const assetTypeRows = [
  ["Upload", "upload"],
  ["Animation", "anim"],
  ["Audio", "audio"],
  ["Camera", "cam"],
  ["Comp", "comp"],
  ["Edit", "edit"],
  ["FX", "fx"],
  ["Geometry", "geo"],
  ["Image Sequence", "img"],
  ["Light Rig", "lgt"],
  ["Render", "render"],
  ["Rig", "rig"],
  ["Scene", "scene"],
  ["Shader", "shader"],
] as const;

const noteLabelRows = [
  ["Internal", "#7F8C8D"],
  ["Client feedback", "#E67E22"],
  ["Supervisor", "#3498DB"],
] as const;

const roleRows = [
  ["Administrator", "PROJECT"],
  ["Project Manager", "PROJECT"],
  ["User", "ASSIGNED"],
  ["API", "API"],
] as const;

export const roleId = (name: string): string => seedId(`role/${name}`);
export const assetTypeId = (short: string): string => seedId(`asset-type/${short}`);
export const noteLabelId = (name: string): string => seedId(`note-label/${name}`);
export const listCategoryId = (name: string): string => seedId(`list-category/${name}`);
export const diskId = seedId("disk/projects");

export function addOrganisation(seed: SeedWriter): void {
  for (const [id, name, label, description] of locationRows) {
    seed.add("Location", { id, name, label, description });
  }
  for (const [name, short] of assetTypeRows) seed.add("AssetType", { id: assetTypeId(short), name, short });
  noteLabelRows.forEach(([name, color], sort) => {
    seed.add("NoteCategory", { id: noteLabelId(name), name, color, sort });
  });
  for (const [name, type] of roleRows) seed.add("SecurityRole", { id: roleId(name), name, type });
  for (const name of ["Dailies", "Deliveries", "Default"]) {
    seed.add("ListCategory", { id: listCategoryId(name), name });
  }
  for (const name of ["Supervisor", "Coordinator", "Producer"]) {
    seed.add("ManagerType", { id: seedId(`manager-type/${name}`), name });
  }
  seed.add("Disk", { id: diskId, name: "Projects", unix: "/mnt/projects", windows: "P:\\" });
  seed.add("UserType", { id: wellKnown.userType, name: "Default" });
}
