export * from "@ftrack-kit/browser";
