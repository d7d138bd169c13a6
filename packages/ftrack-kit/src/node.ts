export * from "@ftrack-kit/node";
