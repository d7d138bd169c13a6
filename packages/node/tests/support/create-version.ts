import { createId, type Session } from "@ftrack-kit/core";

/** A committed version of a fresh asset, in a fresh project. */
export async function createVersion(
  session: Session,
): Promise<{ id: string; assetId: string; projectName: string }> {
  const schema = await session.query("select id from ProjectSchema").first();
  const type = await session.query("select id from AssetType").first();
  if (!schema || !type) throw new Error("The server has no project schema or asset type.");
  const projectName = `files ${createId().slice(0, 8)}`;
  const project = session.create("Project", {
    name: projectName,
    full_name: projectName,
    project_schema_id: schema.id,
  });
  const asset = session.create("Asset", { name: "comp", context_id: project.id, type_id: type.id });
  const version = session.create("AssetVersion", { asset_id: asset.id });
  await session.commit();
  return { id: version.id, assetId: asset.id, projectName };
}
