// Written by ftrack-kit from the schemas of a server; changes are lost when it is written again.

import type { DateTime, EntityLink, FileUrl, FilterOnly, KeyValue, ToMany, ToOne } from "@ftrack-kit/browser";

/** The entity types of a workspace. */
export interface StudioEntityMap {
  Appointment: {
    attributes: AppointmentAttributes;
    key: "id";
    defaults: "id";
    subtypes: never;
  };
  Asset: {
    attributes: AssetAttributes;
    key: "id";
    defaults: "id";
    subtypes: never;
  };
  /** A kind of TypedContext. */
  AssetBuild: {
    attributes: AssetBuildAttributes;
    key: "id";
    defaults: "context_type" | "id" | "name";
    subtypes: never;
  };
  /** A kind of CustomAttributeLink. */
  AssetCustomAttributeLink: {
    attributes: AssetCustomAttributeLinkAttributes;
    key: "id";
    defaults: "configuration_id" | "from_id" | "id" | "to_id";
    subtypes: never;
  };
  /** A kind of CustomAttributeLinkFrom. */
  AssetCustomAttributeLinkFrom: {
    attributes: AssetCustomAttributeLinkFromAttributes;
    key: "id";
    defaults: "configuration_id" | "from_id" | "id" | "to_entity_type" | "to_id";
    subtypes: never;
  };
  /** A kind of CustomAttributeValue. */
  AssetCustomAttributeValue: {
    attributes: AssetCustomAttributeValueAttributes;
    key: "configuration_id" | "entity_id";
    defaults: "configuration_id" | "entity_id" | "key";
    subtypes: never;
  };
  AssetType: {
    attributes: AssetTypeAttributes;
    key: "id";
    defaults: "id";
    subtypes: never;
  };
  AssetVersion: {
    attributes: AssetVersionAttributes;
    key: "id";
    defaults: "id";
    subtypes: never;
  };
  /** A kind of CustomAttributeLink. */
  AssetVersionCustomAttributeLink: {
    attributes: AssetVersionCustomAttributeLinkAttributes;
    key: "id";
    defaults: "configuration_id" | "from_id" | "id" | "to_id";
    subtypes: never;
  };
  /** A kind of CustomAttributeLinkFrom. */
  AssetVersionCustomAttributeLinkFrom: {
    attributes: AssetVersionCustomAttributeLinkFromAttributes;
    key: "id";
    defaults: "configuration_id" | "from_id" | "id" | "to_entity_type" | "to_id";
    subtypes: never;
  };
  /** A kind of CustomAttributeValue. */
  AssetVersionCustomAttributeValue: {
    attributes: AssetVersionCustomAttributeValueAttributes;
    key: "configuration_id" | "entity_id";
    defaults: "configuration_id" | "entity_id" | "key";
    subtypes: never;
  };
  AssetVersionLink: {
    attributes: AssetVersionLinkAttributes;
    key: "id";
    defaults: "from_id" | "id" | "to_id";
    subtypes: never;
  };
  /** A kind of List. */
  AssetVersionList: {
    attributes: AssetVersionListAttributes;
    key: "id";
    defaults: "id";
    subtypes: never;
  };
  /** A kind of StatusChange. */
  AssetVersionStatusChange: {
    attributes: AssetVersionStatusChangeAttributes;
    key: "id";
    defaults: "id";
    subtypes: never;
  };
  CalendarEvent: {
    attributes: CalendarEventAttributes;
    key: "id";
    defaults: "end" | "id" | "start";
    subtypes: never;
  };
  CalendarEventResource: {
    attributes: CalendarEventResourceAttributes;
    key: "id";
    defaults: "calendar_event_id" | "id" | "resource_id";
    subtypes: never;
  };
  Component: {
    attributes: ComponentAttributes;
    key: "id";
    defaults: "id" | "system_type";
    subtypes: "ContainerComponent" | "FileComponent" | "SequenceComponent";
  };
  /** A kind of CustomAttributeLink. */
  ComponentCustomAttributeLink: {
    attributes: ComponentCustomAttributeLinkAttributes;
    key: "id";
    defaults: "configuration_id" | "from_id" | "id" | "to_id";
    subtypes: never;
  };
  /** A kind of CustomAttributeLinkFrom. */
  ComponentCustomAttributeLinkFrom: {
    attributes: ComponentCustomAttributeLinkFromAttributes;
    key: "id";
    defaults: "configuration_id" | "from_id" | "id" | "to_entity_type" | "to_id";
    subtypes: never;
  };
  ComponentLocation: {
    attributes: ComponentLocationAttributes;
    key: "id";
    defaults: "id";
    subtypes: never;
  };
  /** A kind of Component. */
  ContainerComponent: {
    attributes: ContainerComponentAttributes;
    key: "id";
    defaults: "id" | "system_type";
    subtypes: "SequenceComponent";
  };
  Context: {
    attributes: ContextAttributes;
    key: "id";
    defaults: "context_type" | "id" | "name";
    subtypes:
      | "AssetBuild"
      | "Episode"
      | "Folder"
      | "Milestone"
      | "Project"
      | "Sequence"
      | "Shot"
      | "Task"
      | "TypedContext";
  };
  /** A kind of CustomAttributeLink. */
  ContextCustomAttributeLink: {
    attributes: ContextCustomAttributeLinkAttributes;
    key: "id";
    defaults: "configuration_id" | "from_id" | "id" | "to_id";
    subtypes: never;
  };
  /** A kind of CustomAttributeLinkFrom. */
  ContextCustomAttributeLinkFrom: {
    attributes: ContextCustomAttributeLinkFromAttributes;
    key: "id";
    defaults: "configuration_id" | "from_id" | "id" | "to_entity_type" | "to_id";
    subtypes: never;
  };
  /** A kind of CustomAttributeValue. */
  ContextCustomAttributeValue: {
    attributes: ContextCustomAttributeValueAttributes;
    key: "configuration_id" | "entity_id";
    defaults: "configuration_id" | "entity_id" | "key";
    subtypes: never;
  };
  Conversation: {
    attributes: ConversationAttributes;
    key: "id";
    defaults: "id";
    subtypes: never;
  };
  /** A kind of CustomConfigurationBase. */
  CustomAttributeConfiguration: {
    attributes: CustomAttributeConfigurationAttributes;
    key: "id";
    defaults: "id";
    subtypes: never;
  };
  CustomAttributeGroup: {
    attributes: CustomAttributeGroupAttributes;
    key: "id";
    defaults: "id" | "name";
    subtypes: never;
  };
  CustomAttributeLink: {
    attributes: CustomAttributeLinkAttributes;
    key: "id";
    defaults: "configuration_id" | "from_id" | "to_id";
    subtypes:
      | "AssetCustomAttributeLink"
      | "AssetVersionCustomAttributeLink"
      | "ComponentCustomAttributeLink"
      | "ContextCustomAttributeLink"
      | "GroupCustomAttributeLink"
      | "ListCustomAttributeLink"
      | "UserCustomAttributeLink";
  };
  /** A kind of CustomConfigurationBase. */
  CustomAttributeLinkConfiguration: {
    attributes: CustomAttributeLinkConfigurationAttributes;
    key: "id";
    defaults: "id";
    subtypes: never;
  };
  CustomAttributeLinkFrom: {
    attributes: CustomAttributeLinkFromAttributes;
    key: "id";
    defaults: "configuration_id" | "from_id" | "to_id";
    subtypes:
      | "AssetCustomAttributeLinkFrom"
      | "AssetVersionCustomAttributeLinkFrom"
      | "ComponentCustomAttributeLinkFrom"
      | "ContextCustomAttributeLinkFrom"
      | "GroupCustomAttributeLinkFrom"
      | "ListCustomAttributeLinkFrom"
      | "UserCustomAttributeLinkFrom";
  };
  CustomAttributeType: {
    attributes: CustomAttributeTypeAttributes;
    key: "id";
    defaults: "id";
    subtypes: never;
  };
  CustomAttributeValue: {
    attributes: CustomAttributeValueAttributes;
    key: "configuration_id" | "entity_id";
    defaults: "configuration_id" | "entity_id";
    subtypes:
      | "AssetCustomAttributeValue"
      | "AssetVersionCustomAttributeValue"
      | "ContextCustomAttributeValue"
      | "ListCustomAttributeValue"
      | "ListObjectCustomAttributeValue"
      | "UserCustomAttributeValue";
  };
  CustomConfigurationBase: {
    attributes: CustomConfigurationBaseAttributes;
    key: "id";
    defaults: "id";
    subtypes: "CustomAttributeConfiguration" | "CustomAttributeLinkConfiguration";
  };
  Dashboard: {
    attributes: DashboardAttributes;
    key: "id";
    defaults: "id";
    subtypes: never;
  };
  DashboardResource: {
    attributes: DashboardResourceAttributes;
    key: "dashboard_id" | "resource_id";
    defaults: "dashboard_id" | "resource_id";
    subtypes: never;
  };
  DashboardWidget: {
    attributes: DashboardWidgetAttributes;
    key: "id";
    defaults: "id";
    subtypes: never;
  };
  Disk: {
    attributes: DiskAttributes;
    key: "id";
    defaults: "id";
    subtypes: never;
  };
  EntitySetting: {
    attributes: EntitySettingAttributes;
    key: "parent_id" | "group" | "name";
    defaults: "group" | "name" | "parent_id" | "parent_type" | "value";
    subtypes: never;
  };
  /** A kind of TypedContext. */
  Episode: {
    attributes: EpisodeAttributes;
    key: "id";
    defaults: "context_type" | "id" | "name";
    subtypes: never;
  };
  Event: {
    attributes: EventAttributes;
    key: "id";
    defaults: "id";
    subtypes: never;
  };
  Feed: {
    attributes: FeedAttributes;
    key: "id";
    defaults: "id";
    subtypes: never;
  };
  /** A kind of Component. */
  FileComponent: {
    attributes: FileComponentAttributes;
    key: "id";
    defaults: "id" | "system_type";
    subtypes: never;
  };
  /** A kind of TypedContext. */
  Folder: {
    attributes: FolderAttributes;
    key: "id";
    defaults: "context_type" | "id" | "name";
    subtypes: never;
  };
  /** A kind of Resource. */
  Group: {
    attributes: GroupAttributes;
    key: "id";
    defaults: "id";
    subtypes: never;
  };
  /** A kind of CustomAttributeLink. */
  GroupCustomAttributeLink: {
    attributes: GroupCustomAttributeLinkAttributes;
    key: "id";
    defaults: "configuration_id" | "from_id" | "id" | "to_id";
    subtypes: never;
  };
  /** A kind of CustomAttributeLinkFrom. */
  GroupCustomAttributeLinkFrom: {
    attributes: GroupCustomAttributeLinkFromAttributes;
    key: "id";
    defaults: "configuration_id" | "from_id" | "id" | "to_entity_type" | "to_id";
    subtypes: never;
  };
  Job: {
    attributes: JobAttributes;
    key: "id";
    defaults: "id";
    subtypes: never;
  };
  JobComponent: {
    attributes: JobComponentAttributes;
    key: "component_id" | "job_id";
    defaults: "component_id" | "job_id";
    subtypes: never;
  };
  List: {
    attributes: ListAttributes;
    key: "id";
    defaults: "id";
    subtypes: "AssetVersionList" | "TypedContextList";
  };
  ListCategory: {
    attributes: ListCategoryAttributes;
    key: "id";
    defaults: "id";
    subtypes: never;
  };
  /** A kind of CustomAttributeLink. */
  ListCustomAttributeLink: {
    attributes: ListCustomAttributeLinkAttributes;
    key: "id";
    defaults: "configuration_id" | "from_id" | "id" | "to_id";
    subtypes: never;
  };
  /** A kind of CustomAttributeLinkFrom. */
  ListCustomAttributeLinkFrom: {
    attributes: ListCustomAttributeLinkFromAttributes;
    key: "id";
    defaults: "configuration_id" | "from_id" | "id" | "to_entity_type" | "to_id";
    subtypes: never;
  };
  /** A kind of CustomAttributeValue. */
  ListCustomAttributeValue: {
    attributes: ListCustomAttributeValueAttributes;
    key: "configuration_id" | "entity_id";
    defaults: "configuration_id" | "entity_id" | "key";
    subtypes: never;
  };
  ListObject: {
    attributes: ListObjectAttributes;
    key: "id";
    defaults: "entity_id" | "id" | "list_id";
    subtypes: never;
  };
  /** A kind of CustomAttributeValue. */
  ListObjectCustomAttributeValue: {
    attributes: ListObjectCustomAttributeValueAttributes;
    key: "configuration_id" | "entity_id";
    defaults: "configuration_id" | "entity_id" | "key";
    subtypes: never;
  };
  Location: {
    attributes: LocationAttributes;
    key: "id";
    defaults: "id";
    subtypes: never;
  };
  Manager: {
    attributes: ManagerAttributes;
    key: "id";
    defaults: "id";
    subtypes: never;
  };
  ManagerType: {
    attributes: ManagerTypeAttributes;
    key: "id";
    defaults: "id";
    subtypes: never;
  };
  Membership: {
    attributes: MembershipAttributes;
    key: "id";
    defaults: "id";
    subtypes: never;
  };
  Message: {
    attributes: MessageAttributes;
    key: "id";
    defaults: "id";
    subtypes: never;
  };
  Metadata: {
    attributes: MetadataAttributes;
    key: "parent_id" | "key";
    defaults: "key" | "parent_id" | "parent_type" | "value";
    subtypes: never;
  };
  /** A kind of TypedContext. */
  Milestone: {
    attributes: MilestoneAttributes;
    key: "id";
    defaults: "context_type" | "id" | "name";
    subtypes: never;
  };
  Note: {
    attributes: NoteAttributes;
    key: "id";
    defaults: "id";
    subtypes: never;
  };
  /** A kind of NoteLabel. */
  NoteCategory: {
    attributes: NoteCategoryAttributes;
    key: "id";
    defaults: "id";
    subtypes: never;
  };
  NoteComponent: {
    attributes: NoteComponentAttributes;
    key: "component_id" | "note_id";
    defaults: "component_id" | "note_id";
    subtypes: never;
  };
  NoteLabel: {
    attributes: NoteLabelAttributes;
    key: "id";
    defaults: "id";
    subtypes: "NoteCategory";
  };
  NoteLabelLink: {
    attributes: NoteLabelLinkAttributes;
    key: "note_id" | "label_id";
    defaults: "label_id" | "note_id";
    subtypes: never;
  };
  ObjectType: {
    attributes: ObjectTypeAttributes;
    key: "id";
    defaults: "id";
    subtypes: never;
  };
  Participant: {
    attributes: ParticipantAttributes;
    key: "id";
    defaults: "id";
    subtypes: never;
  };
  Priority: {
    attributes: PriorityAttributes;
    key: "id";
    defaults: "id";
    subtypes: never;
  };
  /** A kind of Context. */
  Project: {
    attributes: ProjectAttributes;
    key: "id";
    defaults: "context_type" | "id" | "name";
    subtypes: never;
  };
  ProjectSchema: {
    attributes: ProjectSchemaAttributes;
    key: "id";
    defaults: "id";
    subtypes: never;
  };
  ProjectSchemaObjectType: {
    attributes: ProjectSchemaObjectTypeAttributes;
    key: "object_type_id" | "project_schema_id";
    defaults: "object_type_id" | "project_schema_id";
    subtypes: never;
  };
  ProjectSchemaOverride: {
    attributes: ProjectSchemaOverrideAttributes;
    key: "id";
    defaults: "id";
    subtypes: never;
  };
  Recipient: {
    attributes: RecipientAttributes;
    key: "note_id" | "resource_id";
    defaults: "note_id" | "resource_id";
    subtypes: never;
  };
  Resource: {
    attributes: ResourceAttributes;
    key: "id";
    defaults: "id";
    subtypes: "Group" | "User";
  };
  ReviewSession: {
    attributes: ReviewSessionAttributes;
    key: "id";
    defaults: "id";
    subtypes: never;
  };
  ReviewSessionInvitee: {
    attributes: ReviewSessionInviteeAttributes;
    key: "id";
    defaults: "id";
    subtypes: never;
  };
  ReviewSessionObject: {
    attributes: ReviewSessionObjectAttributes;
    key: "id";
    defaults: "id";
    subtypes: never;
  };
  ReviewSessionObjectStatus: {
    attributes: ReviewSessionObjectStatusAttributes;
    key: "id";
    defaults: "id";
    subtypes: never;
  };
  Schema: {
    attributes: SchemaAttributes;
    key: "id";
    defaults: "id";
    subtypes: never;
  };
  SchemaStatus: {
    attributes: SchemaStatusAttributes;
    key: "status_id" | "schema_id";
    defaults: "schema_id" | "status_id";
    subtypes: never;
  };
  SchemaType: {
    attributes: SchemaTypeAttributes;
    key: "type_id" | "schema_id";
    defaults: "schema_id" | "type_id";
    subtypes: never;
  };
  Scope: {
    attributes: ScopeAttributes;
    key: "id";
    defaults: "id";
    subtypes: never;
  };
  SecurityRole: {
    attributes: SecurityRoleAttributes;
    key: "id";
    defaults: "id" | "name";
    subtypes: never;
  };
  /** A kind of TypedContext. */
  Sequence: {
    attributes: SequenceAttributes;
    key: "id";
    defaults: "context_type" | "id" | "name";
    subtypes: never;
  };
  /** A kind of ContainerComponent. */
  SequenceComponent: {
    attributes: SequenceComponentAttributes;
    key: "id";
    defaults: "id" | "system_type";
    subtypes: never;
  };
  Setting: {
    attributes: SettingAttributes;
    key: "name" | "group";
    defaults: "group" | "name";
    subtypes: never;
  };
  SettingComponent: {
    attributes: SettingComponentAttributes;
    key: "component_id" | "name" | "group";
    defaults: "component_id" | "group" | "name";
    subtypes: never;
  };
  /** A kind of TypedContext. */
  Shot: {
    attributes: ShotAttributes;
    key: "id";
    defaults: "context_type" | "id" | "name";
    subtypes: never;
  };
  State: {
    attributes: StateAttributes;
    key: "id";
    defaults: "id";
    subtypes: never;
  };
  Status: {
    attributes: StatusAttributes;
    key: "id";
    defaults: "id";
    subtypes: never;
  };
  StatusChange: {
    attributes: StatusChangeAttributes;
    key: "id";
    defaults: "id";
    subtypes: "AssetVersionStatusChange" | "TypedContextStatusChange";
  };
  /** A kind of TypedContext. */
  Task: {
    attributes: TaskAttributes;
    key: "id";
    defaults: "context_type" | "id" | "name";
    subtypes: never;
  };
  TaskTemplate: {
    attributes: TaskTemplateAttributes;
    key: "id";
    defaults: "id" | "name";
    subtypes: never;
  };
  TaskTemplateItem: {
    attributes: TaskTemplateItemAttributes;
    key: "id";
    defaults: "id";
    subtypes: never;
  };
  TaskTypeSchema: {
    attributes: TaskTypeSchemaAttributes;
    key: "id";
    defaults: "id";
    subtypes: never;
  };
  TaskTypeSchemaType: {
    attributes: TaskTypeSchemaTypeAttributes;
    key: "task_type_schema_id" | "type_id";
    defaults: "task_type_schema_id" | "type_id";
    subtypes: never;
  };
  Timelog: {
    attributes: TimelogAttributes;
    key: "id";
    defaults: "id";
    subtypes: never;
  };
  Timer: {
    attributes: TimerAttributes;
    key: "id";
    defaults: "id";
    subtypes: never;
  };
  Type: {
    attributes: TypeAttributes;
    key: "id";
    defaults: "id";
    subtypes: never;
  };
  /** A kind of Context. */
  TypedContext: {
    attributes: TypedContextAttributes;
    key: "id";
    defaults: "context_type" | "id" | "name";
    subtypes: "AssetBuild" | "Episode" | "Folder" | "Milestone" | "Sequence" | "Shot" | "Task";
  };
  TypedContextLink: {
    attributes: TypedContextLinkAttributes;
    key: "id";
    defaults: "from_id" | "id" | "to_id";
    subtypes: never;
  };
  /** A kind of List. */
  TypedContextList: {
    attributes: TypedContextListAttributes;
    key: "id";
    defaults: "id";
    subtypes: never;
  };
  /** A kind of StatusChange. */
  TypedContextStatusChange: {
    attributes: TypedContextStatusChangeAttributes;
    key: "id";
    defaults: "id";
    subtypes: never;
  };
  /** A kind of Resource. */
  User: {
    attributes: UserAttributes;
    key: "id";
    defaults: "id";
    subtypes: never;
  };
  UserApplicationState: {
    attributes: UserApplicationStateAttributes;
    key: "user_id" | "key";
    defaults: "key" | "user_id" | "value";
    subtypes: never;
  };
  /** A kind of CustomAttributeLink. */
  UserCustomAttributeLink: {
    attributes: UserCustomAttributeLinkAttributes;
    key: "id";
    defaults: "configuration_id" | "from_id" | "id" | "to_id";
    subtypes: never;
  };
  /** A kind of CustomAttributeLinkFrom. */
  UserCustomAttributeLinkFrom: {
    attributes: UserCustomAttributeLinkFromAttributes;
    key: "id";
    defaults: "configuration_id" | "from_id" | "id" | "to_entity_type" | "to_id";
    subtypes: never;
  };
  /** A kind of CustomAttributeValue. */
  UserCustomAttributeValue: {
    attributes: UserCustomAttributeValueAttributes;
    key: "configuration_id" | "entity_id";
    defaults: "configuration_id" | "entity_id" | "key";
    subtypes: never;
  };
  UserSecurityRole: {
    attributes: UserSecurityRoleAttributes;
    key: "id";
    defaults: "id" | "security_role_id" | "user_id";
    subtypes: never;
  };
  UserSecurityRoleProject: {
    attributes: UserSecurityRoleProjectAttributes;
    key: "id";
    defaults: "id" | "project_id" | "user_security_role_id";
    subtypes: never;
  };
  UserType: {
    attributes: UserTypeAttributes;
    key: "id";
    defaults: "id";
    subtypes: never;
  };
  WorkflowSchema: {
    attributes: WorkflowSchemaAttributes;
    key: "id";
    defaults: "id";
    subtypes: never;
  };
  WorkflowSchemaStatus: {
    attributes: WorkflowSchemaStatusAttributes;
    key: "workflow_schema_id" | "status_id";
    defaults: "status_id" | "workflow_schema_id";
    subtypes: never;
  };
}

interface AppointmentAttributes {
  context: ToOne<"Context">;
  /** Foreign key(s): Context.id */
  context_id: string;
  readonly id: string;
  resource: ToOne<"Resource">;
  /** Foreign key(s): Resource.id */
  resource_id: string;
  type: string;
}

interface AssetAttributes {
  /** Foreign key(s): Context.id */
  context_id: string;
  custom_attribute_links: FilterOnly<"CustomAttributeLink">;
  custom_attribute_links_from: FilterOnly<"CustomAttributeLinkFrom">;
  custom_attributes: KeyValue<"AssetCustomAttributeValue", Record<never, unknown>>;
  readonly id: string;
  /** Computed by the server. */
  readonly latest_version: ToOne<"AssetVersion"> | null;
  metadata: KeyValue<"Metadata", Record<string, string>>;
  name: string;
  parent: ToOne<"Context">;
  type: ToOne<"AssetType">;
  /** Foreign key(s): AssetType.id */
  type_id: string;
  versions: ToMany<"AssetVersion">;
}

interface AssetBuildAttributes
  extends Omit<
    TypedContextAttributes,
    "bid" | "custom_attributes" | "end_date" | "object_type" | "object_type_id" | "start_date"
  > {
  readonly bid: number;
  custom_attributes: KeyValue<"ContextCustomAttributeValue", Record<never, unknown>>;
  readonly end_date: DateTime | null;
  readonly object_type: ToOne<"ObjectType">;
  /** Foreign key(s): ObjectType.id */
  readonly object_type_id: string;
  readonly start_date: DateTime | null;
}

interface AssetCustomAttributeLinkAttributes extends CustomAttributeLinkAttributes {
  asset: ToOne<"Asset">;
}

interface AssetCustomAttributeLinkFromAttributes
  extends Omit<CustomAttributeLinkFromAttributes, "from_entity_type" | "to_entity_type"> {
  asset: ToOne<"Asset">;
  from_entity_type: string;
  to_entity_type: string;
}

interface AssetCustomAttributeValueAttributes extends Omit<CustomAttributeValueAttributes, "entity_id"> {
  /** Foreign key(s): Asset.id */
  readonly entity_id: string;
  key: string | null;
}

interface AssetTypeAttributes {
  assets: ToMany<"Asset">;
  component: string | null;
  readonly id: string;
  name: string;
  short: string;
}

interface AssetVersionAttributes {
  /** This attribute has been deprecated, use `link` attribute instead. */
  readonly _link: readonly EntityLink[];
  asset: ToOne<"Asset">;
  /** Foreign key(s): Asset.id */
  asset_id: string;
  comment: string | null;
  components: ToMany<"Component">;
  custom_attribute_links: FilterOnly<"CustomAttributeLink">;
  custom_attribute_links_from: FilterOnly<"CustomAttributeLinkFrom">;
  custom_attributes: KeyValue<"AssetVersionCustomAttributeValue", Record<never, unknown>>;
  date: DateTime;
  readonly id: string;
  incoming_links: ToMany<"AssetVersionLink">;
  readonly is_latest_version: boolean;
  is_published: boolean;
  readonly link: readonly EntityLink[];
  lists: ToMany<"AssetVersionList">;
  metadata: KeyValue<"Metadata", Record<string, string>>;
  notes: ToMany<"Note">;
  outgoing_links: ToMany<"AssetVersionLink">;
  review_session_objects: ToMany<"ReviewSessionObject">;
  status: ToOne<"Status">;
  status_changes: ToMany<"StatusChange">;
  /** Foreign key(s): Status.id */
  status_id: string;
  task: ToOne<"Task"> | null;
  /** Foreign key(s): Task.id */
  task_id: string | null;
  thumbnail: ToOne<"Component"> | null;
  /** Foreign key(s): Component.id */
  thumbnail_id: string | null;
  /** Computed by the server. */
  readonly thumbnail_url: FileUrl | null;
  used_in_versions: ToMany<"AssetVersion">;
  user: ToOne<"User"> | null;
  /** Foreign key(s): User.id */
  user_id: string | null;
  uses_versions: ToMany<"AssetVersion">;
  version: number;
}

interface AssetVersionCustomAttributeLinkAttributes extends CustomAttributeLinkAttributes {
  asset_version: ToOne<"AssetVersion">;
}

interface AssetVersionCustomAttributeLinkFromAttributes
  extends Omit<CustomAttributeLinkFromAttributes, "from_entity_type" | "to_entity_type"> {
  asset_version: ToOne<"AssetVersion">;
  from_entity_type: string;
  to_entity_type: string;
}

interface AssetVersionCustomAttributeValueAttributes
  extends Omit<CustomAttributeValueAttributes, "entity_id"> {
  /** Foreign key(s): AssetVersion.id */
  readonly entity_id: string;
  key: string | null;
}

interface AssetVersionLinkAttributes {
  from: ToOne<"AssetVersion">;
  /** Foreign key(s): AssetVersion.id */
  from_id: string;
  readonly id: string;
  metadata: KeyValue<"Metadata", Record<string, string>>;
  to: ToOne<"AssetVersion">;
  /** Foreign key(s): AssetVersion.id */
  to_id: string;
}

interface AssetVersionListAttributes extends ListAttributes {
  items: ToMany<"AssetVersion">;
}

interface AssetVersionStatusChangeAttributes extends StatusChangeAttributes {
  parent: ToOne<"AssetVersion"> | null;
}

interface CalendarEventAttributes {
  calendar_event_resources: ToMany<"CalendarEventResource">;
  created_at: DateTime | null;
  created_by: ToOne<"User"> | null;
  /** Foreign key(s): User.id */
  created_by_id: string | null;
  effort: number | null;
  end: DateTime;
  estimate: number | null;
  everyone: boolean | null;
  forecast: boolean | null;
  readonly id: string;
  leave: boolean | null;
  metadata: KeyValue<"Metadata", Record<string, string>>;
  name: string;
  project: ToOne<"Project"> | null;
  /** Foreign key(s): Project.id */
  project_id: string | null;
  start: DateTime;
  type: ToOne<"Type"> | null;
  /** Foreign key(s): Type.id */
  type_id: string | null;
}

interface CalendarEventResourceAttributes {
  calendar_event: ToOne<"CalendarEvent">;
  /** Foreign key(s): CalendarEvent.id */
  calendar_event_id: string;
  created_at: DateTime | null;
  created_by: ToOne<"User"> | null;
  /** Foreign key(s): User.id */
  created_by_id: string | null;
  readonly id: string;
  resource: ToOne<"Resource">;
  /** Foreign key(s): Resource.id */
  resource_id: string;
}

interface ComponentAttributes {
  component_locations: ToMany<"ComponentLocation">;
  container: ToOne<"ContainerComponent"> | null;
  /** Foreign key(s): ContainerComponent.id */
  container_id: string | null;
  custom_attribute_links: FilterOnly<"CustomAttributeLink">;
  custom_attribute_links_from: FilterOnly<"CustomAttributeLinkFrom">;
  file_type: string | null;
  readonly id: string;
  metadata: KeyValue<"Metadata", Record<string, string>>;
  name: string;
  size: number | null;
  system_type: string;
  version: ToOne<"AssetVersion"> | null;
  /** Foreign key(s): AssetVersion.id */
  version_id: string | null;
}

interface ComponentCustomAttributeLinkAttributes extends CustomAttributeLinkAttributes {
  component: ToOne<"Component">;
}

interface ComponentCustomAttributeLinkFromAttributes
  extends Omit<CustomAttributeLinkFromAttributes, "from_entity_type" | "to_entity_type"> {
  component: ToOne<"Component">;
  from_entity_type: string;
  to_entity_type: string;
}

interface ComponentLocationAttributes {
  component: ToOne<"Component">;
  /** Foreign key(s): Component.id */
  component_id: string;
  readonly id: string;
  location: ToOne<"Location">;
  /** Foreign key(s): Location.id */
  location_id: string;
  resource_identifier: string | null;
  /** Computed by the server. */
  readonly url: FileUrl | null;
}

interface ContainerComponentAttributes extends Omit<ComponentAttributes, "id"> {
  /** Foreign key(s): Component.id */
  readonly id: string;
  members: ToMany<"Component">;
}

interface ContextAttributes {
  /** This attribute has been deprecated, use `link` attribute instead. */
  readonly _link: readonly EntityLink[];
  allocations: ToMany<"Appointment">;
  appointments: ToMany<"Appointment">;
  assets: ToMany<"Asset">;
  assignments: ToMany<"Appointment">;
  children: ToMany<"Context">;
  context_type: string;
  readonly created_at: DateTime | null;
  readonly created_by: ToOne<"User"> | null;
  /** Foreign key(s): User.id */
  readonly created_by_id: string | null;
  custom_attribute_links: FilterOnly<"CustomAttributeLink">;
  custom_attribute_links_from: FilterOnly<"CustomAttributeLinkFrom">;
  custom_attributes: KeyValue<
    "ContextCustomAttributeValue",
    {
      /** Difficulty */
      difficulty: ("easy" | "hard" | "medium")[] | null;
      /** Duration */
      duration: number | null;
      /** Frame end */
      fend: number | null;
      /** Frame rate */
      fps: number | null;
      /** Frame start */
      fstart: number | null;
      /** Frame handles */
      handles: number | null;
    }
  >;
  readonly id: string;
  readonly link: readonly EntityLink[];
  managers: ToMany<"Manager">;
  name: string;
  notes: ToMany<"Note">;
  parent: ToOne<"Context"> | null;
  /** Foreign key(s): Context.id */
  parent_id: string | null;
  /** Foreign key(s): Project.id */
  project_id: string | null;
  scopes: ToMany<"Scope">;
  thumbnail: ToOne<"Component"> | null;
  /** Foreign key(s): Component.id */
  thumbnail_id: string | null;
  /** Computed by the server. */
  readonly thumbnail_url: FileUrl | null;
  timelogs: ToMany<"Timelog">;
}

interface ContextCustomAttributeLinkAttributes extends CustomAttributeLinkAttributes {
  context: ToOne<"Context">;
}

interface ContextCustomAttributeLinkFromAttributes
  extends Omit<CustomAttributeLinkFromAttributes, "from_entity_type" | "to_entity_type"> {
  context: ToOne<"Context">;
  from_entity_type: string;
  to_entity_type: string;
}

interface ContextCustomAttributeValueAttributes extends Omit<CustomAttributeValueAttributes, "entity_id"> {
  /** Foreign key(s): Context.id */
  readonly entity_id: string;
  key: string | null;
}

interface ConversationAttributes {
  created_at: DateTime;
  created_by: ToOne<"User">;
  /** Foreign key(s): User.id */
  created_by_id: string;
  readonly id: string;
  messages: ToMany<"Message">;
  participants: ToMany<"Participant">;
}

interface CustomAttributeConfigurationAttributes extends CustomConfigurationBaseAttributes {
  /** Default value to use when no specific attribute value set on an instance. */
  default: unknown;
  /** Whether overridable at different levels. */
  is_hierarchical: boolean | null;
  type: ToOne<"CustomAttributeType"> | null;
  /** Foreign key(s): CustomAttributeType.id */
  type_id: string | null;
  values: ToMany<"CustomAttributeValue">;
}

interface CustomAttributeGroupAttributes {
  custom_attribute_configurations: ToMany<"CustomAttributeConfiguration">;
  readonly id: string;
  /** Name of custom attribute group */
  name: string | null;
}

interface CustomAttributeLinkAttributes {
  configuration: ToOne<"CustomAttributeLinkConfiguration">;
  /** Foreign key(s): CustomAttributeLinkConfiguration.id */
  readonly configuration_id: string;
  from_id: string;
  readonly id: string;
  to_id: string;
}

interface CustomAttributeLinkConfigurationAttributes
  extends Omit<CustomConfigurationBaseAttributes, "entity_type"> {
  /** The entity type (table name). */
  entity_type: string;
  /** The entity type (table name). */
  readonly entity_type_to: string;
  /** Foreign key(s): ObjectType.id */
  readonly object_type_id_to: string | null;
  object_type_to: ToOne<"ObjectType"> | null;
  one_to_one: boolean | null;
}

interface CustomAttributeLinkFromAttributes {
  configuration: ToOne<"CustomAttributeLinkConfiguration">;
  /** Foreign key(s): CustomAttributeLinkConfiguration.id */
  readonly configuration_id: string;
  from_entity_type: string | null;
  from_id: string;
  readonly id: string;
  to_entity_type: string | null;
  to_id: string;
}

interface CustomAttributeTypeAttributes {
  /** Whether a non-alterable builtin. */
  core: boolean;
  custom_attribute_configurations: ToMany<"CustomAttributeConfiguration">;
  form_config: string | null;
  readonly id: string;
  /** Name of custom attribute type */
  name: string | null;
}

interface CustomAttributeValueAttributes {
  configuration: ToOne<"CustomAttributeConfiguration">;
  /** Foreign key(s): CustomAttributeConfiguration.id */
  readonly configuration_id: string;
  readonly entity_id: string;
  value: unknown;
}

interface CustomConfigurationBaseAttributes {
  /** JSON blob of relevant menu options. */
  config: string;
  /** Whether a non-alterable builtin. */
  core: boolean;
  /** The entity type (table name). */
  entity_type: string | null;
  group: ToOne<"CustomAttributeGroup"> | null;
  /** Foreign key(s): CustomAttributeGroup.id */
  group_id: string | null;
  readonly id: string;
  /** Attribute name unique to entity type. */
  key: string | null;
  /** Display name for attribute. */
  label: string | null;
  object_type: ToOne<"ObjectType"> | null;
  /** Id of object type attribute applies to. */
  object_type_id: string | null;
  /** Id of project attribute is configured for. */
  project_id: string | null;
  read_security_roles: ToMany<"SecurityRole">;
  /** Graphical interface sort order. */
  sort: number | null;
  write_security_roles: ToMany<"SecurityRole">;
}

interface DashboardAttributes {
  created_by: ToOne<"User"> | null;
  /** Foreign key(s): User.id */
  created_by_id: string | null;
  dashboard_resources: ToMany<"DashboardResource">;
  readonly id: string;
  is_shared_with_everyone: boolean | null;
  name: string | null;
  widgets: ToMany<"DashboardWidget">;
}

interface DashboardResourceAttributes {
  dashboard: ToOne<"Dashboard">;
  /** Foreign key(s): Dashboard.id */
  readonly dashboard_id: string;
  is_shared_with_everyone: boolean | null;
  resource: ToOne<"Resource">;
  /** Foreign key(s): Resource.id */
  readonly resource_id: string;
}

interface DashboardWidgetAttributes {
  /** JSON blob of relevant widget options. */
  config: string | null;
  dashboard: ToOne<"Dashboard"> | null;
  /** Foreign key(s): Dashboard.id */
  dashboard_id: string | null;
  readonly id: string;
  sort: number | null;
  type: string | null;
}

interface DiskAttributes {
  readonly id: string;
  name: string;
  projects: ToMany<"Project">;
  unix: string | null;
  windows: string | null;
}

interface EntitySettingAttributes {
  readonly group: string;
  readonly name: string;
  readonly parent_id: string;
  parent_type: string;
  value: string;
}

interface EpisodeAttributes
  extends Omit<
    TypedContextAttributes,
    | "bid"
    | "custom_attributes"
    | "end_date"
    | "object_type"
    | "object_type_id"
    | "start_date"
    | "type"
    | "type_id"
  > {
  readonly bid: number;
  custom_attributes: KeyValue<"ContextCustomAttributeValue", Record<never, unknown>>;
  readonly end_date: DateTime | null;
  readonly object_type: ToOne<"ObjectType">;
  /** Foreign key(s): ObjectType.id */
  readonly object_type_id: string;
  readonly start_date: DateTime | null;
  readonly type: ToOne<"Type">;
  /** Foreign key(s): Type.id */
  readonly type_id: string;
}

interface EventAttributes {
  action: string | null;
  created_at: DateTime | null;
  data: string | null;
  feeds: ToMany<"Feed">;
  readonly id: number;
  insert: string | null;
  parent_id: string | null;
  parent_type: string | null;
  project: ToOne<"Project"> | null;
  /** Foreign key(s): Project.id */
  project_id: string | null;
  user: ToOne<"User"> | null;
  /** Foreign key(s): User.id */
  user_id: string | null;
}

interface FeedAttributes {
  cluster_id: string | null;
  created_at: DateTime | null;
  distance: number | null;
  event: ToOne<"Event"> | null;
  readonly id: string;
  owner_id: string | null;
  relation: string | null;
  /** Foreign key(s): Event.id */
  social_id: number | null;
}

interface FileComponentAttributes extends Omit<ComponentAttributes, "id"> {
  /** Foreign key(s): Component.id */
  readonly id: string;
}

interface FolderAttributes
  extends Omit<
    TypedContextAttributes,
    | "bid"
    | "custom_attributes"
    | "end_date"
    | "object_type"
    | "object_type_id"
    | "start_date"
    | "status"
    | "status_id"
    | "type"
    | "type_id"
  > {
  readonly bid: number;
  custom_attributes: KeyValue<"ContextCustomAttributeValue", Record<never, unknown>>;
  readonly end_date: DateTime | null;
  readonly object_type: ToOne<"ObjectType">;
  /** Foreign key(s): ObjectType.id */
  readonly object_type_id: string;
  readonly start_date: DateTime | null;
  readonly status: ToOne<"Status">;
  /** Foreign key(s): Status.id */
  readonly status_id: string;
  readonly type: ToOne<"Type">;
  /** Foreign key(s): Type.id */
  readonly type_id: string;
}

interface GroupAttributes extends Omit<ResourceAttributes, "resource_type"> {
  children: ToMany<"Group">;
  custom_attribute_links: FilterOnly<"CustomAttributeLink">;
  custom_attribute_links_from: FilterOnly<"CustomAttributeLinkFrom">;
  readonly link: readonly EntityLink[] | null;
  local: boolean;
  memberships: ToMany<"Membership">;
  name: string;
  parent: ToOne<"Group"> | null;
  /** Foreign key(s): Group.id */
  parent_id: string | null;
  readonly resource_type: string;
}

interface GroupCustomAttributeLinkAttributes extends CustomAttributeLinkAttributes {
  group: ToOne<"Group">;
}

interface GroupCustomAttributeLinkFromAttributes
  extends Omit<CustomAttributeLinkFromAttributes, "from_entity_type" | "to_entity_type"> {
  from_entity_type: string;
  group: ToOne<"Group">;
  to_entity_type: string;
}

interface JobAttributes {
  created_at: DateTime | null;
  data: string | null;
  finished_at: DateTime | null;
  readonly id: string;
  job_components: ToMany<"JobComponent">;
  status: "queued" | "running" | "done" | "failed";
  readonly type: string;
  user: ToOne<"User"> | null;
  /** Foreign key(s): User.id */
  user_id: string | null;
}

interface JobComponentAttributes {
  component: ToOne<"Component">;
  /** Foreign key(s): Component.id */
  readonly component_id: string;
  job: ToOne<"Job">;
  /** Foreign key(s): Job.id */
  readonly job_id: string;
  /** Computed by the server. */
  readonly url: FileUrl | null;
}

interface ListAttributes {
  category: ToOne<"ListCategory">;
  /** Foreign key(s): ListCategory.id */
  category_id: string;
  custom_attribute_links: FilterOnly<"CustomAttributeLink">;
  custom_attribute_links_from: FilterOnly<"CustomAttributeLinkFrom">;
  custom_attributes: KeyValue<"ListCustomAttributeValue", Record<never, unknown>>;
  date: DateTime | null;
  readonly id: string;
  is_open: boolean;
  name: string;
  owner: ToOne<"User"> | null;
  project: ToOne<"Project">;
  /** Foreign key(s): Project.id */
  project_id: string;
  /** Defines the type of the items this list accepts. */
  system_type: string | null;
  /** Foreign key(s): User.id */
  user_id: string | null;
}

interface ListCategoryAttributes {
  readonly id: string;
  lists: ToMany<"List">;
  name: string;
}

interface ListCustomAttributeLinkAttributes extends CustomAttributeLinkAttributes {
  list: ToOne<"List">;
}

interface ListCustomAttributeLinkFromAttributes
  extends Omit<CustomAttributeLinkFromAttributes, "from_entity_type" | "to_entity_type"> {
  from_entity_type: string;
  list: ToOne<"List">;
  to_entity_type: string;
}

interface ListCustomAttributeValueAttributes extends Omit<CustomAttributeValueAttributes, "entity_id"> {
  /** Foreign key(s): List.id */
  readonly entity_id: string;
  key: string | null;
}

interface ListObjectAttributes {
  custom_attributes: KeyValue<"ListObjectCustomAttributeValue", Record<never, unknown>>;
  entity_id: string;
  readonly id: string;
  list: ToOne<"List">;
  /** Foreign key(s): List.id */
  list_id: string;
}

interface ListObjectCustomAttributeValueAttributes extends Omit<CustomAttributeValueAttributes, "entity_id"> {
  /** Foreign key(s): ListObject.id */
  readonly entity_id: string;
  key: string | null;
}

interface LocationAttributes {
  description: string | null;
  readonly id: string;
  label: string | null;
  location_components: ToMany<"ComponentLocation">;
  name: string;
}

interface ManagerAttributes {
  context: ToOne<"Context"> | null;
  /** Foreign key(s): Context.id */
  context_id: string | null;
  readonly id: string;
  type: ToOne<"ManagerType"> | null;
  /** Foreign key(s): ManagerType.id */
  type_id: string | null;
  user: ToOne<"User"> | null;
  /** Foreign key(s): User.id */
  user_id: string | null;
}

interface ManagerTypeAttributes {
  readonly id: string;
  name: string | null;
}

interface MembershipAttributes {
  group: ToOne<"Group">;
  /** Foreign key(s): Group.id */
  group_id: string;
  readonly id: string;
  user: ToOne<"User">;
  /** Foreign key(s): User.id */
  user_id: string;
}

interface MessageAttributes {
  conversation: ToOne<"Conversation">;
  /** Foreign key(s): Conversation.id */
  conversation_id: string;
  created_at: DateTime;
  created_by: ToOne<"User">;
  /** Foreign key(s): User.id */
  created_by_id: string;
  readonly id: string;
  text: string | null;
}

interface MetadataAttributes {
  readonly key: string;
  readonly parent_id: string;
  parent_type: string;
  value: string;
}

interface MilestoneAttributes
  extends Omit<
    TypedContextAttributes,
    "custom_attributes" | "object_type" | "object_type_id" | "start_date"
  > {
  custom_attributes: KeyValue<"ContextCustomAttributeValue", Record<never, unknown>>;
  readonly object_type: ToOne<"ObjectType">;
  /** Foreign key(s): ObjectType.id */
  readonly object_type_id: string;
  readonly start_date: DateTime | null;
}

interface NoteAttributes {
  author: ToOne<"User">;
  category: ToOne<"NoteCategory"> | null;
  /** Foreign key(s): NoteCategory.id */
  category_id: string | null;
  completed_at: DateTime | null;
  completed_by: ToOne<"User"> | null;
  /** Foreign key(s): User.id */
  completed_by_id: string | null;
  content: string;
  date: DateTime;
  readonly id: string;
  in_reply_to: ToOne<"Note"> | null;
  /** Foreign key(s): Note.id */
  in_reply_to_id: string | null;
  is_todo: boolean | null;
  metadata: KeyValue<"Metadata", Record<string, string>>;
  note_components: ToMany<"NoteComponent">;
  note_label_links: ToMany<"NoteLabelLink">;
  parent_id: string | null;
  parent_type: string | null;
  recipients: ToMany<"Recipient">;
  replies: ToMany<"Note">;
  thread_activity: DateTime | null;
  /** Foreign key(s): User.id */
  user_id: string;
}

type NoteCategoryAttributes = NoteLabelAttributes;

interface NoteComponentAttributes {
  component: ToOne<"Component">;
  /** Foreign key(s): Component.id */
  readonly component_id: string;
  note: ToOne<"Note">;
  /** Foreign key(s): Note.id */
  readonly note_id: string;
  /** Computed by the server. */
  readonly thumbnail_url: FileUrl | null;
  /** Computed by the server. */
  readonly url: FileUrl | null;
}

interface NoteLabelAttributes {
  color: string | null;
  readonly id: string;
  name: string;
  sort: number | null;
}

interface NoteLabelLinkAttributes {
  label: ToOne<"NoteLabel">;
  /** Foreign key(s): NoteLabel.id */
  readonly label_id: string;
  note: ToOne<"Note">;
  /** Foreign key(s): Note.id */
  readonly note_id: string;
}

interface ObjectTypeAttributes {
  icon: string;
  readonly id: string;
  is_leaf: boolean | null;
  is_schedulable: boolean;
  is_statusable: boolean;
  is_taskable: boolean;
  is_time_reportable: boolean;
  is_typeable: boolean;
  name: string;
  project_schemas: ToMany<"ProjectSchema">;
  sort: number;
  tasks: ToMany<"Task">;
}

interface ParticipantAttributes {
  conversation: ToOne<"Conversation">;
  /** Foreign key(s): Conversation.id */
  conversation_id: string;
  readonly id: string;
  last_visit: DateTime | null;
  resource: ToOne<"Resource">;
  /** Foreign key(s): Resource.id */
  resource_id: string;
}

interface PriorityAttributes {
  color: string;
  readonly id: string;
  name: string;
  sort: number;
  tasks: ToMany<"Task">;
  value: number;
}

interface ProjectAttributes extends Omit<ContextAttributes, "custom_attributes"> {
  calendar_events: ToMany<"CalendarEvent">;
  color: string | null;
  custom_attributes: KeyValue<
    "ContextCustomAttributeValue",
    {
      /** Frame rate */
      fps: number | null;
    }
  >;
  descendants: ToMany<"TypedContext">;
  disk: ToOne<"Disk"> | null;
  /** Foreign key(s): Disk.id */
  disk_id: string | null;
  end_date: DateTime | null;
  full_name: string;
  is_global: boolean;
  is_private: boolean | null;
  metadata: KeyValue<"Metadata", Record<string, string>>;
  project_schema: ToOne<"ProjectSchema">;
  /** Foreign key(s): ProjectSchema.id */
  project_schema_id: string;
  review_sessions: ToMany<"ReviewSession">;
  root: string | null;
  start_date: DateTime | null;
  status: string;
  user_security_role_projects: ToMany<"UserSecurityRoleProject">;
}

interface ProjectSchemaAttributes {
  _overrides: ToMany<"ProjectSchemaOverride">;
  _schemas: ToMany<"Schema">;
  _task_type_schema: ToOne<"TaskTypeSchema"> | null;
  _task_workflow: ToOne<"WorkflowSchema"> | null;
  _version_workflow: ToOne<"WorkflowSchema"> | null;
  asset_version_workflow_schema: ToOne<"WorkflowSchema"> | null;
  /** Foreign key(s): WorkflowSchema.id */
  asset_version_workflow_schema_id: string | null;
  readonly id: string;
  name: string;
  object_type_schemas: ToMany<"Schema">;
  object_types: ToMany<"ObjectType">;
  task_templates: ToMany<"TaskTemplate">;
  task_type_schema: ToOne<"TaskTypeSchema"> | null;
  /** Foreign key(s): TaskTypeSchema.id */
  task_type_schema_id: string | null;
  task_workflow_schema: ToOne<"WorkflowSchema"> | null;
  /** Foreign key(s): WorkflowSchema.id */
  task_workflow_schema_id: string | null;
  task_workflow_schema_overrides: ToMany<"ProjectSchemaOverride">;
}

interface ProjectSchemaObjectTypeAttributes {
  object_type: ToOne<"ObjectType">;
  /** Foreign key(s): ObjectType.id */
  readonly object_type_id: string;
  project_schema: ToOne<"ProjectSchema">;
  /** Foreign key(s): ProjectSchema.id */
  readonly project_schema_id: string;
}

interface ProjectSchemaOverrideAttributes {
  readonly id: string;
  /** Foreign key(s): ProjectSchema.id */
  project_schema_id: string | null;
  /** Foreign key(s): Type.id */
  type_id: string | null;
  workflow_schema: ToOne<"WorkflowSchema"> | null;
  /** Foreign key(s): WorkflowSchema.id */
  workflow_schema_id: string | null;
}

interface RecipientAttributes {
  note: ToOne<"Note">;
  /** Foreign key(s): Note.id */
  readonly note_id: string;
  recipient: ToOne<"Resource">;
  /** Foreign key(s): Resource.id */
  readonly resource_id: string;
  text_mentioned: string | null;
  user: ToOne<"User">;
}

interface ResourceAttributes {
  allocations: ToMany<"Appointment">;
  appointments: ToMany<"Appointment">;
  assignments: ToMany<"Appointment">;
  dashboard_resources: ToMany<"DashboardResource">;
  readonly id: string;
  resource_type: string;
}

interface ReviewSessionAttributes {
  availability: string | null;
  created_at: DateTime;
  created_by: ToOne<"User">;
  /** Foreign key(s): User.id */
  created_by_id: string;
  description: string;
  end_date: DateTime;
  readonly id: string;
  is_moderated: boolean | null;
  /** Computed by the server. */
  readonly is_open: boolean | null;
  name: string;
  passphrase: string | null;
  passphrase_enabled: boolean | null;
  project: ToOne<"Project">;
  /** Foreign key(s): Project.id */
  project_id: string;
  review_session_invitees: ToMany<"ReviewSessionInvitee">;
  review_session_objects: ToMany<"ReviewSessionObject">;
  settings: ToMany<"EntitySetting">;
  shareable_url_enabled: boolean | null;
  start_date: DateTime;
  thumbnail: ToOne<"Component"> | null;
  /** Foreign key(s): Component.id. Computed by the server. */
  readonly thumbnail_id: string | null;
  /** Computed by the server. */
  readonly thumbnail_url: FileUrl | null;
}

interface ReviewSessionInviteeAttributes {
  created_at: DateTime;
  created_by: ToOne<"User">;
  /** Foreign key(s): User.id */
  created_by_id: string;
  readonly created_from_shared_url: boolean | null;
  email: string;
  readonly id: string;
  last_sent_at: DateTime | null;
  name: string;
  review_session: ToOne<"ReviewSession">;
  /** Foreign key(s): ReviewSession.id */
  review_session_id: string;
  statuses: ToMany<"ReviewSessionObjectStatus">;
}

interface ReviewSessionObjectAttributes {
  asset_version: ToOne<"AssetVersion">;
  created_at: DateTime;
  description: string;
  readonly id: string;
  name: string;
  notes: ToMany<"Note">;
  review_session: ToOne<"ReviewSession">;
  /** Foreign key(s): ReviewSession.id */
  review_session_id: string;
  sort_order: number;
  statuses: ToMany<"ReviewSessionObjectStatus">;
  version: string;
  /** Foreign key(s): AssetVersion.id */
  version_id: string;
}

interface ReviewSessionObjectStatusAttributes {
  created_at: DateTime;
  readonly id: string;
  invitee: ToOne<"ReviewSessionInvitee"> | null;
  /** Foreign key(s): ReviewSessionInvitee.id */
  review_session_invitee_id: string | null;
  review_session_object: ToOne<"ReviewSessionObject"> | null;
  /** Foreign key(s): ReviewSessionObject.id */
  review_session_object_id: string | null;
  status: string | null;
}

interface SchemaAttributes {
  readonly id: string;
  /** Foreign key(s): ObjectType.id */
  object_type_id: string | null;
  /** Foreign key(s): ProjectSchema.id */
  project_schema_id: string;
  statuses: ToMany<"SchemaStatus">;
  /** Foreign key(s): ObjectType.id */
  type_id: string;
  types: ToMany<"SchemaType">;
}

interface SchemaStatusAttributes {
  /** Foreign key(s): Schema.id */
  readonly schema_id: string;
  sort: number | null;
  /** Foreign key(s): Status.id */
  readonly status_id: string;
  task_status: ToOne<"Status">;
}

interface SchemaTypeAttributes {
  /** Foreign key(s): Schema.id */
  readonly schema_id: string;
  sort: number | null;
  task_type: ToOne<"Type">;
  /** Foreign key(s): Type.id */
  readonly type_id: string;
}

interface ScopeAttributes {
  readonly id: string;
  name: string;
}

interface SecurityRoleAttributes {
  readonly id: string;
  name: string;
  /** Foreign key(s): SecurityRoleType.id */
  type: string | null;
  user_security_roles: ToMany<"UserSecurityRole">;
}

interface SequenceAttributes
  extends Omit<
    TypedContextAttributes,
    | "bid"
    | "custom_attributes"
    | "end_date"
    | "object_type"
    | "object_type_id"
    | "start_date"
    | "status"
    | "status_id"
    | "type"
    | "type_id"
  > {
  readonly bid: number;
  custom_attributes: KeyValue<
    "ContextCustomAttributeValue",
    {
      /** Frame rate */
      fps: number | null;
    }
  >;
  readonly end_date: DateTime | null;
  readonly object_type: ToOne<"ObjectType">;
  /** Foreign key(s): ObjectType.id */
  readonly object_type_id: string;
  readonly start_date: DateTime | null;
  readonly status: ToOne<"Status">;
  /** Foreign key(s): Status.id */
  readonly status_id: string;
  readonly type: ToOne<"Type">;
  /** Foreign key(s): Type.id */
  readonly type_id: string;
}

interface SequenceComponentAttributes extends ContainerComponentAttributes {
  padding: number;
}

interface SettingAttributes {
  readonly group: string;
  readonly name: string;
  value: string | null;
}

interface SettingComponentAttributes {
  component: ToOne<"Component">;
  /** Foreign key(s): Component.id */
  readonly component_id: string;
  /** Foreign key(s): Setting.group */
  readonly group: string;
  /** Foreign key(s): Setting.name */
  readonly name: string;
  setting: ToOne<"Setting"> | null;
  /** Computed by the server. */
  readonly thumbnail_url: FileUrl | null;
  /** Computed by the server. */
  readonly url: FileUrl | null;
}

interface ShotAttributes
  extends Omit<
    TypedContextAttributes,
    "bid" | "end_date" | "object_type" | "object_type_id" | "start_date" | "type" | "type_id"
  > {
  readonly bid: number;
  readonly end_date: DateTime | null;
  readonly object_type: ToOne<"ObjectType">;
  /** Foreign key(s): ObjectType.id */
  readonly object_type_id: string;
  readonly start_date: DateTime | null;
  readonly type: ToOne<"Type">;
  /** Foreign key(s): Type.id */
  readonly type_id: string;
}

interface StateAttributes {
  readonly id: string;
  name: string;
  short: string;
}

interface StatusAttributes {
  color: string;
  readonly id: string;
  is_active: boolean;
  name: string;
  sort: number;
  state: ToOne<"State">;
  tasks: ToMany<"Task">;
}

interface StatusChangeAttributes {
  date: DateTime;
  from_status: ToOne<"Status"> | null;
  /** Foreign key(s): Status.id */
  from_status_id: string | null;
  readonly id: string;
  parent_id: string | null;
  parent_type: string | null;
  status: ToOne<"Status">;
  /** Foreign key(s): Status.id */
  status_id: string;
  user: ToOne<"User"> | null;
  /** Foreign key(s): User.id */
  user_id: string | null;
}

interface TaskAttributes
  extends Omit<TypedContextAttributes, "custom_attributes" | "object_type" | "object_type_id"> {
  custom_attributes: KeyValue<"ContextCustomAttributeValue", Record<never, unknown>>;
  readonly object_type: ToOne<"ObjectType">;
  /** Foreign key(s): ObjectType.id */
  readonly object_type_id: string;
}

interface TaskTemplateAttributes {
  readonly id: string;
  items: ToMany<"TaskTemplateItem">;
  name: string;
  project_schema: ToOne<"ProjectSchema">;
  /** Foreign key(s): ProjectSchema.id */
  project_schema_id: string;
}

interface TaskTemplateItemAttributes {
  readonly id: string;
  task_type: ToOne<"Type">;
  /** Foreign key(s): Type.id */
  task_type_id: string;
  template: ToOne<"TaskTemplate">;
  /** Foreign key(s): TaskTemplate.id */
  template_id: string;
}

interface TaskTypeSchemaAttributes {
  readonly id: string;
  name: string | null;
  types: ToMany<"Type">;
}

interface TaskTypeSchemaTypeAttributes {
  /** Foreign key(s): TaskTypeSchema.id */
  readonly task_type_schema_id: string;
  /** Foreign key(s): Type.id */
  readonly type_id: string;
}

interface TimelogAttributes {
  comment: string;
  context: ToOne<"Context"> | null;
  /** Foreign key(s): Context.id */
  context_id: string | null;
  duration: number;
  readonly id: string;
  name: string | null;
  start: DateTime;
  time_zone_offset: number | null;
  user: ToOne<"User"> | null;
  /** Foreign key(s): User.id */
  user_id: string | null;
}

interface TimerAttributes {
  comment: string;
  context: ToOne<"Context"> | null;
  /** Foreign key(s): Context.id */
  context_id: string | null;
  readonly id: string;
  name: string | null;
  start: DateTime;
  user: ToOne<"User">;
  /** Foreign key(s): User.id */
  user_id: string;
}

interface TypeAttributes {
  color: string;
  readonly id: string;
  is_billable: boolean;
  name: string;
  sort: number;
  task_type_schemas: ToMany<"TaskTypeSchema">;
  tasks: ToMany<"Task">;
}

interface TypedContextAttributes extends Omit<ContextAttributes, "parent" | "parent_id" | "project_id"> {
  ancestors: ToMany<"TypedContext">;
  bid: number;
  /** Computed by the server. */
  readonly bid_time_logged_difference: number;
  descendants: ToMany<"TypedContext">;
  description: string | null;
  end_date: DateTime | null;
  incoming_links: ToMany<"TypedContextLink">;
  lists: ToMany<"TypedContextList">;
  metadata: KeyValue<"Metadata", Record<string, string>>;
  object_type: ToOne<"ObjectType">;
  /** Foreign key(s): ObjectType.id */
  object_type_id: string;
  outgoing_links: ToMany<"TypedContextLink">;
  parent: ToOne<"Context">;
  /** Foreign key(s): Context.id */
  parent_id: string;
  priority: ToOne<"Priority">;
  /** Foreign key(s): Priority.id */
  priority_id: string;
  project: ToOne<"Project">;
  /** Foreign key(s): Project.id */
  project_id: string;
  sort: number;
  start_date: DateTime | null;
  status: ToOne<"Status">;
  status_changes: ToMany<"StatusChange">;
  /** Foreign key(s): Status.id */
  status_id: string;
  /** Computed by the server. */
  readonly time_logged: number;
  type: ToOne<"Type">;
  /** Foreign key(s): Type.id */
  type_id: string;
}

interface TypedContextLinkAttributes {
  from: ToOne<"TypedContext">;
  /** Foreign key(s): TypedContext.id */
  from_id: string;
  readonly id: string;
  metadata: KeyValue<"Metadata", Record<string, string>>;
  to: ToOne<"TypedContext">;
  /** Foreign key(s): TypedContext.id */
  to_id: string;
}

interface TypedContextListAttributes extends ListAttributes {
  items: ToMany<"Task">;
}

interface TypedContextStatusChangeAttributes extends StatusChangeAttributes {
  parent: ToOne<"TypedContext"> | null;
}

interface UserAttributes extends Omit<ResourceAttributes, "resource_type"> {
  custom_attribute_links: FilterOnly<"CustomAttributeLink">;
  custom_attribute_links_from: FilterOnly<"CustomAttributeLinkFrom">;
  custom_attributes: KeyValue<"UserCustomAttributeValue", Record<never, unknown>>;
  email: string | null;
  first_name: string | null;
  is_active: boolean;
  is_otp_enabled: boolean | null;
  is_totp_enabled: boolean | null;
  last_name: string | null;
  memberships: ToMany<"Membership">;
  metadata: KeyValue<"Metadata", Record<string, string>>;
  require_details_update: boolean | null;
  readonly resource_type: string;
  thumbnail: ToOne<"Component"> | null;
  /** Foreign key(s): Component.id */
  thumbnail_id: string | null;
  /** Computed by the server. */
  readonly thumbnail_url: FileUrl | null;
  timelogs: ToMany<"Timelog">;
  user_security_roles: ToMany<"UserSecurityRole">;
  user_type: ToOne<"UserType"> | null;
  /** Foreign key(s): UserType.id */
  user_type_id: string | null;
  username: string;
}

interface UserApplicationStateAttributes {
  readonly key: string;
  /** Foreign key(s): User.id */
  readonly user_id: string;
  value: string;
}

interface UserCustomAttributeLinkAttributes extends CustomAttributeLinkAttributes {
  user: ToOne<"User">;
}

interface UserCustomAttributeLinkFromAttributes
  extends Omit<CustomAttributeLinkFromAttributes, "from_entity_type" | "to_entity_type"> {
  from_entity_type: string;
  to_entity_type: string;
  user: ToOne<"User">;
}

interface UserCustomAttributeValueAttributes extends Omit<CustomAttributeValueAttributes, "entity_id"> {
  /** Foreign key(s): User.id */
  readonly entity_id: string;
  key: string | null;
}

interface UserSecurityRoleAttributes {
  readonly id: string;
  is_all_open_projects: boolean | null;
  /** This attribute has been deprecated, use `is_all_open_projects` attribute instead. */
  is_all_projects: boolean | null;
  security_role: ToOne<"SecurityRole"> | null;
  /** Foreign key(s): SecurityRole.id */
  security_role_id: string | null;
  user: ToOne<"User"> | null;
  /** Foreign key(s): User.id */
  user_id: string | null;
  user_security_role_projects: ToMany<"UserSecurityRoleProject">;
}

interface UserSecurityRoleProjectAttributes {
  readonly id: string;
  project: ToOne<"Project"> | null;
  /** Foreign key(s): Project.id */
  project_id: string | null;
  user_security_role: ToOne<"UserSecurityRole"> | null;
  /** Foreign key(s): UserSecurityRole.id */
  user_security_role_id: string | null;
}

interface UserTypeAttributes {
  readonly id: string;
  readonly name: string;
}

interface WorkflowSchemaAttributes {
  readonly id: string;
  name: string;
  overrides: ToMany<"ProjectSchemaOverride">;
  statuses: ToMany<"Status">;
}

interface WorkflowSchemaStatusAttributes {
  /** Foreign key(s): Status.id */
  readonly status_id: string;
  /** Foreign key(s): WorkflowSchema.id */
  readonly workflow_schema_id: string;
}
