import { definePlugin, onClientEvent, type Session } from "@ftrack-kit/node";

type EntityClass = new (...values: never[]) => object;

/** What the tasks of this session can do besides. */
export interface Estimated {
  isLong(): boolean;
}

/** Gives tasks a method of the studio's own. */
export const { register, pluginArguments } = definePlugin({
  pluginArguments: ["longTask"],
  register(session: Session, { longTask = 40 }) {
    onClientEvent(session.eventHub, "ftrack.api.session.construct-entity-type", ({ schema }) => {
      if (schema.id !== "Task") return undefined;
      return (base: EntityClass) =>
        class extends base implements Estimated {
          /** Whether it is estimated to take longer than the hours the studio calls long. */
          isLong(): boolean {
            const { bid } = this as unknown as { readonly bid: number };
            return bid > Number(longTask) * 3600;
          }
        };
    });
  },
});
