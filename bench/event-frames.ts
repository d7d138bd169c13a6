/** Names of the people who cause events; a subscriber tells them apart. */
export const username = (index: number): string => `artist${String(index % 1_000).padStart(4, "0")}`;

const shot = "be4c0003-0000-4000-8000-000000000007";
const project = "be4c0001-0000-4000-8000-000000000000";

const hex = (value: number, length: number) => value.toString(16).padStart(length, "0");

/** A frame with one `ftrack.update`, in the shape and size of those the embedded server sends (wire protocol 8.1). */
export function eventFrame(burst: number, index: number): string {
  const entityId = `be4c0004-0000-4000-8000-${hex(index % 5_000, 12)}`;
  const event = {
    topic: "ftrack.update",
    data: {
      clientToken: null,
      pushToken: "b7f74c9b9aa1b1f25a7a5c1ec8f6bdd0",
      user: { userid: "4c6b0d34-9d0c-11e9-8d2a-04011030cf01", name: username(index) },
      parents: [shot, project],
      entities: [
        {
          entityId,
          entityType: "task",
          parentId: shot,
          objectTypeId: "11c137c0-ee7e-4f9c-91c5-8c77cec22b2c",
          action: "update",
          keys: ["statusid"],
          changes: {
            statusid: {
              old: "44dd9fb2-4164-11df-9218-0019bb4983d8",
              new: "44ddd0fe-4164-11df-9218-0019bb4983d8",
            },
          },
          parents: [
            { entityId, entityType: "task", parentId: shot },
            { entityId: shot, entityType: "task", parentId: project },
            { entityId: project, entityType: "show", parentId: null },
          ],
        },
      ],
    },
    id: `${hex(burst, 8)}-0000-4000-8000-${hex(index, 12)}`,
    sent: null,
    target: "",
    inReplyToEvent: null,
    source: {
      user: { username: username(index), id: "4c6b0d34-9d0c-11e9-8d2a-04011030cf01" },
      id: "c8f6bdd0b7f74c9b9aa1b1f25a7a5c1e",
      applicationId: "ftrack.api.javascript",
    },
  };
  return `5:::${JSON.stringify({ name: "ftrack.event", args: [event] })}`;
}
