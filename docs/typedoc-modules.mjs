import { Converter, ReflectionKind } from "typedoc";

/**
 * Calls modules by the names they are imported by, in place of the folders of their sources, and lists what the
 * platforms take over from core, exports and members, in core alone.
 */
export function load(app) {
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    for (const module of project.children ?? []) {
      module.name = `@ftrack-kit/${module.name.replace("/src", "")}`;
    }
  });
  app.converter.on(Converter.EVENT_RESOLVE_END, ({ project }) => {
    for (const reference of project.getReflectionsByKind(ReflectionKind.Reference)) {
      project.removeReflection(reference);
    }
    for (const module of project.children ?? []) {
      if (module.name.startsWith("@ftrack-kit/core")) continue;
      for (const type of module.children ?? []) {
        for (const member of [...(type.children ?? [])]) {
          if (member.inheritedFrom) project.removeReflection(member);
        }
      }
    }
  });
}
