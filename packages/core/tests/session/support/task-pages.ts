/** Answers with many tasks as a server writes them: each entity out once per page, mentioned afterwards. */
export function createTaskPages(count: number, pageSize = 500): string[] {
  const pages: string[] = [];
  for (let start = 0; start < count; start += pageSize) {
    const known = new Set<string>();
    const entity = (type: string, id: string, more: Record<string, unknown>) => {
      const isFirst = !known.has(id);
      known.add(id);
      return { __entity_type__: type, id, ...(isFirst ? more : {}) };
    };
    const data = Array.from({ length: Math.min(pageSize, count - start) }, (_, offset) => {
      const index = start + offset;
      const id = `0f4b7a2c-${String(index).padStart(4, "0")}-11e6-8d2a-04011030cf01`;
      return {
        __entity_type__: "Task",
        id,
        context_type: "task",
        object_type_id: "11c137c0-ee7e-4f9c-91c5-8c77cec22b2c",
        project_id: "project",
        name: `task ${index}`,
        bid: index * 100,
        description: `What there is to do in task ${index}, in a sentence of ordinary length.`,
        end_date: { __type__: "datetime", value: "2026-11-20T10:00:00" },
        created_at: { __type__: "datetime", value: "2026-10-20T10:00:00" },
        status: entity("Status", `status-${index % 9}`, { name: `status ${index % 9}`, color: "#cc99ff" }),
        priority: entity("Priority", `priority-${index % 5}`, { name: `priority ${index % 5}` }),
        project: entity("Project", "project", {
          name: "bunny",
          full_name: "Big Bunny",
          context_type: "show",
        }),
        assignments: [0, 1].map((number) => ({
          __entity_type__: "Appointment",
          id: `${id}-${number}`,
          type: "assignment",
          resource: entity("User", `user-${(index + number) % 30}`, {
            username: `user.${(index + number) % 30}`,
            resource_type: "user",
          }),
        })),
      };
    });
    pages.push(JSON.stringify([{ action: "query", data, metadata: { next: { offset: null } } }]));
  }
  return pages;
}
