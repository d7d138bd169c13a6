import type { ServerInformation } from "@ftrack-kit/core";
import type { Workspace } from "../schema/workspace.js";
import type { ReadStore, Row } from "../store/row.js";
import { type Action, type ActiveRequest, plain } from "./action.js";

/** What a workspace says of itself unless its owner says otherwise (wire protocol 2.7). */
const defaults: ServerInformation = {
  version: "4.14.0",
  is_timezone_support_enabled: true,
  is_nested_subqueries_enabled: true,
  custom_widget: {},
  default_colors: ["#C0392B", "#E67E22", "#F1C40F", "#1CBC90", "#3498DB", "#9B59B6", "#CACACA"],
  license: [],
  preferred_language: "en",
  week_startday: 1,
  workday_length: 28_800,
  display_week_numbers: false,
  display_task_dates_as_time: false,
  storage_limit: null,
  company_information: { logo_url: null, name: "" },
  product: {},
};

/** Answers about the server: what it can do, and its entity types. */
export function createInformationActions(
  workspace: Workspace,
  overrides: () => ServerInformation,
): { readonly query_server_information: Action; readonly query_schemas: Action } {
  return {
    query_server_information: plain((operation, request) => {
      const wanted = operation.optionalTexts("values");
      const information: Readonly<Record<string, unknown>> = {
        ...defaults,
        schema_hash: workspace.schemaHash,
        storage_scenario: storageScenario(request.store),
        user_information: userInformation(request),
        ...overrides(),
      };
      if (!wanted) return information;
      const names = wanted.filter((name) => Object.hasOwn(information, name));
      return Object.fromEntries(names.map((name) => [name, information[name]]));
    }),
    query_schemas: plain(() => workspace.schemas),
  };
}

/** Clients configure the scenario as a `Setting` that holds JSON. */
function storageScenario(store: ReadStore): ServerInformation["storage_scenario"] {
  const [setting] = store
    .by("Setting", "name", "storage_scenario")
    .filter(({ group }) => String(group).toUpperCase() === "STORAGE");
  const automatic = { scenario: "ftrack.automatic", data: {} };
  if (typeof setting?.value !== "string") return automatic;
  try {
    const configured: unknown = JSON.parse(setting.value);
    return typeof configured === "object" && configured !== null ? configured : automatic;
  } catch {
    // Anything may be written to a setting; what is no scenario configures none.
    return automatic;
  }
}

function userInformation({ context, source }: ActiveRequest): Readonly<Record<string, unknown>> {
  const user: Row = source.store.get("Resource", String(context.user.id)) ?? context.user;
  const { id, username, first_name, last_name, thumbnail_id } = user;
  return {
    id,
    username,
    first_name: first_name ?? null,
    last_name: last_name ?? null,
    thumbnail_id: thumbnail_id ?? null,
    thumbnail_url: source.computed(user, "thumbnail_url") ?? null,
    permissions: [],
    access_key_id: null,
    is_global_access_key: true,
    restricted_user: false,
  };
}
