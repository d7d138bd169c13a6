import {
  createNodePlatform,
  DiskAccessor,
  definePlugin,
  onClientEvent,
  type Session,
  StandardStructure,
} from "@ftrack-kit/node";

/** Keeps files in a folder of the machine, sorted by project, shot, asset and version. */
export const { register, pluginArguments } = definePlugin({
  // Arguments that are not named here never reach this plugin.
  pluginArguments: ["mount"],
  register(session: Session, { mount }) {
    const { files } = createNodePlatform();
    if (typeof mount !== "string" || !files) return;
    // Sent at the start and after every reset, when locations are configured anew.
    onClientEvent(session.eventHub, "ftrack.api.session.configure-location", () =>
      session.locations.configure({
        name: "studio.disk",
        accessor: new DiskAccessor({ files, prefix: mount }),
        structure: new StandardStructure(),
        priority: 1,
      }),
    );
  },
});
