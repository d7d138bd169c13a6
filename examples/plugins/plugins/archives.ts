import { definePlugin, onClientEvent, type Session } from "@ftrack-kit/node";

/** The last extension of `set.tar.gz` is not all of it. */
export const { register } = definePlugin({
  register(session: Session) {
    onClientEvent(session.eventHub, "ftrack.api.session.get-file-type-from-string", ({ file_path }) =>
      file_path.endsWith(".tar.gz") ? ".tar.gz" : undefined,
    );
  },
});
