import { expectTypeOf, it } from "vitest";
import * as z from "zod/mini";
import { onClientEvent } from "../../src/plugins/client-events.js";
import { definePlugin } from "../../src/plugins/define-plugin.js";

interface TestSession {
  readonly serverUrl: string;
}

it("types arguments from a list of names", () => {
  definePlugin({
    pluginArguments: ["mount"],
    register(_session: TestSession, given) {
      expectTypeOf(given).toEqualTypeOf<{ readonly mount?: unknown }>();
    },
  });
});

it("types arguments from a schema", () => {
  definePlugin({
    pluginArguments: z.object({ size: z.number() }),
    register(_session: TestSession, given) {
      expectTypeOf(given).toEqualTypeOf<{ size: number }>();
    },
  });
});

it("types what a client event carries by its topic", () => {
  const hub = {
    subscribe: (_expression: string, _handler: (event: { readonly data: unknown }) => unknown) => "id",
  };

  onClientEvent(hub, "ftrack.location.component-added", (data) => {
    expectTypeOf(data.component_id).toBeString();
  });
  // @ts-expect-error - the answer must be a text
  onClientEvent(hub, "ftrack.api.session.get-file-type-from-string", () => 12);
});
