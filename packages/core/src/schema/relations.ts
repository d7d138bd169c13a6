/** What schemas do not say about themselves (wire protocol 4.3 and 4.5). */

/** Base type of each type whose schema carries no `$mixin`; typed contexts and lists are found by their alias. */
export const knownBaseTypes: Readonly<Record<string, string>> = {
  Project: "Context",
  TypedContext: "Context",
  FileComponent: "Component",
  ContainerComponent: "Component",
  SequenceComponent: "ContainerComponent",
  Group: "Resource",
  User: "Resource",
  TypedContextList: "List",
  AssetVersionList: "List",
  TypedContextStatusChange: "StatusChange",
  AssetVersionStatusChange: "StatusChange",
  CustomAttributeConfiguration: "CustomConfigurationBase",
  CustomAttributeLinkConfiguration: "CustomConfigurationBase",
  NoteCategory: "NoteLabel",
};

/** Foreign keys that are not `<reference>_id`; `*` stands for every type. */
export const knownForeignKeys: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Asset: { parent: "context_id" },
  ReviewSessionObject: { asset_version: "version_id" },
  List: { owner: "user_id" },
  TypedContextList: { owner: "user_id" },
  AssetVersionList: { owner: "user_id" },
  Note: { author: "user_id" },
  Recipient: { recipient: "resource_id", user: "resource_id" },
  ReviewSessionObjectStatus: { invitee: "review_session_invitee_id" },
  SchemaStatus: { task_status: "status_id" },
  SchemaType: { task_type: "type_id" },
  ProjectSchema: {
    _task_type_schema: "task_type_schema_id",
    _task_workflow: "task_workflow_schema_id",
    _version_workflow: "asset_version_workflow_schema_id",
  },
  CustomAttributeLinkConfiguration: { object_type_to: "object_type_id_to" },
  Feed: { event: "social_id" },
};
