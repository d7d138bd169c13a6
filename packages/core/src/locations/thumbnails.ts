import { typeKey } from "../codec/wire-entity.js";
import { ql } from "../query/ql.js";
import { assertObject } from "./assert-object.js";
import type { ComponentData } from "./component-data.js";
import type { ComponentInput } from "./component-input.js";
import { queryByIds } from "./component-queries.js";
import { type CreateComponentOptions, createComponent } from "./create-component.js";
import { discardComponents } from "./discard-components.js";
import { idOf, idsOf } from "./id-of.js";
import type { CallOptions, HostEntity, LocationHost } from "./location-host.js";
import type { LocationServices } from "./location-services.js";
import { isAnswerLost } from "./lost-answer.js";

/** Anything that has a thumbnail. */
export type Thumbnailed = Pick<HostEntity, "$type" | "id">;

/** Uploads an image and makes it an entity's thumbnail; commits nothing else. */
export async function createThumbnail(
  services: LocationServices,
  entity: Thumbnailed,
  image: ComponentInput,
  data: ComponentData = {},
  options: Omit<CreateComponentOptions, "location"> = {},
): Promise<HostEntity> {
  idOf(entity);
  assertObject(data, "The data of a component");
  assertObject(options, "The options of a thumbnail");
  const { host, locations } = services;
  const component = await createComponent(
    services,
    image,
    { name: "thumbnail", ...data },
    { ...options, location: locations.server },
  );
  try {
    await setThumbnail(host, entity, component.id, options.signal);
  } catch (error) {
    if (!isAnswerLost(error)) await discardComponents(services, [component.id]);
    throw error;
  }
  return component;
}

/** Shows an image, which is on the server already, for an entity. */
export async function setThumbnail(
  host: LocationHost,
  { $type, id }: Thumbnailed,
  componentId: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const entity_data = { [typeKey]: $type, thumbnail_id: componentId };
  await host.call([{ action: "update", entity_type: $type, entity_key: [id], entity_data }], { signal });
  host.decode([{ ...entity_data, [typeKey]: $type, id }]);
}

/**
 * Addresses of the images that stand for entities, in the order given; `null` where there is none.
 *
 * Where an entity has no image of its own, the nearest one above it is taken: of its task, shot, sequence, project.
 * However many entities there are, it takes two requests, three where addresses have to be signed.
 */
export async function getThumbnailUrls(
  { host, locations }: LocationServices,
  entities: readonly Thumbnailed[],
  options: CallOptions = {},
): Promise<(string | null)[]> {
  idsOf(entities);
  const types = [...new Set(entities.map(({ $type }) => $type))];
  const rows = await Promise.all(
    types.map((type) => {
      const ids = entities.filter(({ $type }) => $type === type).map(({ id }) => id);
      const link = linkless.includes(type)
        ? ql.identifier("thumbnail_id")
        : ql.identifier("thumbnail_id", "link");
      return queryByIds(
        host,
        ids,
        (part) => ql`select ${link} from ${ql.identifier(type)} where id in (${part})`,
        options,
      );
    }),
  );
  const own = new Map(rows.flat().map((row) => [String(row.id), row]));
  const bare = [...own.values()].filter(({ thumbnail_id }) => typeof thumbnail_id !== "string");
  const above = await queryByIds(
    host,
    bare.flatMap((row) => ancestorIds(row.link)),
    (part) => ql`select thumbnail_id from Context where id in (${part})`,
    options,
  );
  const images = new Map(above.map((row) => [String(row.id), row.thumbnail_id]));
  const chosen = entities.map(({ id }) => {
    const row = own.get(id);
    const candidates = [row?.thumbnail_id, ...ancestorIds(row?.link).map((ancestor) => images.get(ancestor))];
    return candidates.find((candidate) => typeof candidate === "string");
  });
  const wanted = [...new Set(chosen.filter((id) => id !== undefined))];
  const urls = await locations.urls.get(wanted, options);
  return chosen.map((id) => (id === undefined ? null : (urls[wanted.indexOf(id)] ?? null)));
}

/** Types with a thumbnail that stand in no project. */
const linkless = ["User", "ReviewSession"];

/** Nearest first. */
function ancestorIds(link: unknown): string[] {
  if (!Array.isArray(link)) return [];
  return (link as readonly { readonly id: string }[]).map(({ id }) => id).reverse();
}
