import { type Action, plain } from "./action.js";
import { MalformedOperationError } from "./errors.js";
import { Operation } from "./operation.js";

const themes: ReadonlySet<string> = new Set(["dark", "light"]);

/** A page to show inside another application (wire protocol 2.12). */
export const getWidgetUrl: Action = plain((operation, { context, services }) => {
  const theme = operation.optionalText("theme") ?? null;
  if (theme !== null && !themes.has(theme))
    throw new MalformedOperationError('"theme" is "dark" or "light".');
  const widget_url = services.urls.widgetUrl({
    name: operation.text("name"),
    theme,
    entityType: operation.optionalText("entity_type") ?? null,
    entityId: operation.optionalKey("entity_key") ?? null,
    userId: String(context.user.id),
  });
  return { action: "get_widget_url", widget_url };
});

/** What requests of roll-ups hold is known to nobody outside; there are none to answer (2.16). */
export const computeRollups: Action = plain(() => ({ action: "compute_rollups", data: [] }));

/** Whoever has a key may do everything (2.18 and 9.8). */
export const permissions: Action = plain(() => ({
  action: "permissions",
  data: { create: true, read: true, update: true, delete: true },
}));

/** Whether an operation would be allowed: whenever it makes sense (2.20). */
export const authorizeOperation: Action = plain((operation, { registry }) => {
  const asked = new Operation(operation.fields.data);
  const data = new Operation(asked.fields.data ?? {});
  const entityType = data.optionalText("entity_type");
  return { action: "_authorize_operation", result: entityType === undefined || registry.has(entityType) };
});

export const trackUsage: Action = plain(() => ({ action: "_track_usage", success: true }));
