import { wellKnown } from "../../schema/well-known.js";
import type { Row } from "../../store/row.js";
import { addUser, userId } from "../basics/users.js";
import type { Random } from "../random.js";
import type { PutFile } from "../seed-workspace.js";
import { type SeedWriter, seedId } from "../seed-writer.js";
import { paintAvatar } from "./images.js";
import { type Artist, artists } from "./plan.js";

/** What the parts of the demo share. */
export interface Studio {
  readonly seed: SeedWriter;
  readonly random: Random;
  /** For what happened until now, so that what there is does not depend on it. */
  readonly history: Random;
  readonly putFile: PutFile;
}

export const demoId = (...names: readonly (string | number)[]): string => seedId(`demo/${names.join("/")}`);

/** An image in the server's own location. */
export function addImage(
  { seed, putFile }: Studio,
  id: string,
  name: string,
  bytes: Uint8Array,
  versionId?: string,
): Row {
  const component = seed.add("FileComponent", {
    id,
    name,
    file_type: ".png",
    size: bytes.length,
    system_type: "file",
    version_id: versionId ?? null,
  });
  seed.add("ComponentLocation", {
    id: demoId("location", id),
    component_id: id,
    location_id: wellKnown.locations.server,
    resource_identifier: id,
  });
  void putFile(id, bytes, "image/png");
  return component;
}

/** The people, their groups and faces. */
export function addPeople(studio: Studio): void {
  const { seed } = studio;
  const groups = new Set(artists.map(({ group }) => group));
  for (const name of groups) seed.add("Group", { id: demoId("group", name), name, local: true });
  artists.forEach((artist, index) => {
    const user = addUser(seed, artist);
    const face = addImage(studio, demoId("avatar", artist.username), "avatar", paintAvatar(index + 1));
    seed.workspace.store.put("Resource", { ...user, thumbnail_id: face.id });
    seed.add("Membership", {
      id: demoId("membership", artist.username),
      group_id: demoId("group", artist.group),
      user_id: user.id,
    });
  });
}

/** Ids of the people of a group. */
export const membersOf = (group: Artist["group"]): readonly string[] =>
  artists.filter((artist) => artist.group === group).map(({ username }) => userId(username));
