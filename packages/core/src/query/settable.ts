/** The type of a property, where there is one. */
type At<Values, Name extends string> = Name extends keyof Values ? Values[Name] : never;

type Intersection<Union> = (Union extends unknown ? (value: Union) => void : never) extends (
  value: infer All,
) => void
  ? All
  : never;

/** Names that {@link Setters} has. */
export type SettableName = keyof Setters<unknown, unknown>;

/** Properties that read as in `Reads`, and take what `Inputs` says. */
export type Settable<Reads, Inputs> = Omit<Reads, keyof Inputs> &
  Intersection<Setters<Reads, Inputs>[keyof Inputs & SettableName]>;

/**
 * Attributes by name, for those that take other values than they give: references take whatever is loaded of an
 * entity, collections lists, dates `Date` objects.
 *
 * TypeScript has no other way to say that for names that come from a map. An attribute that is not here takes what it
 * gives; `declare module` adds to it.
 */
export interface Setters<in out Reads, in out Inputs> {
  _overrides: {
    get _overrides(): At<Reads, "_overrides">;
    set _overrides(value: At<Inputs, "_overrides">);
  };
  _schemas: {
    get _schemas(): At<Reads, "_schemas">;
    set _schemas(value: At<Inputs, "_schemas">);
  };
  _task_type_schema: {
    get _task_type_schema(): At<Reads, "_task_type_schema">;
    set _task_type_schema(value: At<Inputs, "_task_type_schema">);
  };
  _task_workflow: {
    get _task_workflow(): At<Reads, "_task_workflow">;
    set _task_workflow(value: At<Inputs, "_task_workflow">);
  };
  _version_workflow: {
    get _version_workflow(): At<Reads, "_version_workflow">;
    set _version_workflow(value: At<Inputs, "_version_workflow">);
  };
  allocations: {
    get allocations(): At<Reads, "allocations">;
    set allocations(value: At<Inputs, "allocations">);
  };
  ancestors: {
    get ancestors(): At<Reads, "ancestors">;
    set ancestors(value: At<Inputs, "ancestors">);
  };
  appointments: {
    get appointments(): At<Reads, "appointments">;
    set appointments(value: At<Inputs, "appointments">);
  };
  asset: {
    get asset(): At<Reads, "asset">;
    set asset(value: At<Inputs, "asset">);
  };
  asset_version: {
    get asset_version(): At<Reads, "asset_version">;
    set asset_version(value: At<Inputs, "asset_version">);
  };
  asset_version_workflow_schema: {
    get asset_version_workflow_schema(): At<Reads, "asset_version_workflow_schema">;
    set asset_version_workflow_schema(value: At<Inputs, "asset_version_workflow_schema">);
  };
  assets: {
    get assets(): At<Reads, "assets">;
    set assets(value: At<Inputs, "assets">);
  };
  assignments: {
    get assignments(): At<Reads, "assignments">;
    set assignments(value: At<Inputs, "assignments">);
  };
  author: {
    get author(): At<Reads, "author">;
    set author(value: At<Inputs, "author">);
  };
  calendar_event: {
    get calendar_event(): At<Reads, "calendar_event">;
    set calendar_event(value: At<Inputs, "calendar_event">);
  };
  calendar_event_resources: {
    get calendar_event_resources(): At<Reads, "calendar_event_resources">;
    set calendar_event_resources(value: At<Inputs, "calendar_event_resources">);
  };
  calendar_events: {
    get calendar_events(): At<Reads, "calendar_events">;
    set calendar_events(value: At<Inputs, "calendar_events">);
  };
  category: {
    get category(): At<Reads, "category">;
    set category(value: At<Inputs, "category">);
  };
  children: {
    get children(): At<Reads, "children">;
    set children(value: At<Inputs, "children">);
  };
  completed_at: {
    get completed_at(): At<Reads, "completed_at">;
    set completed_at(value: At<Inputs, "completed_at">);
  };
  completed_by: {
    get completed_by(): At<Reads, "completed_by">;
    set completed_by(value: At<Inputs, "completed_by">);
  };
  component: {
    get component(): At<Reads, "component">;
    set component(value: At<Inputs, "component">);
  };
  component_locations: {
    get component_locations(): At<Reads, "component_locations">;
    set component_locations(value: At<Inputs, "component_locations">);
  };
  components: {
    get components(): At<Reads, "components">;
    set components(value: At<Inputs, "components">);
  };
  configuration: {
    get configuration(): At<Reads, "configuration">;
    set configuration(value: At<Inputs, "configuration">);
  };
  container: {
    get container(): At<Reads, "container">;
    set container(value: At<Inputs, "container">);
  };
  context: {
    get context(): At<Reads, "context">;
    set context(value: At<Inputs, "context">);
  };
  conversation: {
    get conversation(): At<Reads, "conversation">;
    set conversation(value: At<Inputs, "conversation">);
  };
  created_at: {
    get created_at(): At<Reads, "created_at">;
    set created_at(value: At<Inputs, "created_at">);
  };
  created_by: {
    get created_by(): At<Reads, "created_by">;
    set created_by(value: At<Inputs, "created_by">);
  };
  custom_attribute_configurations: {
    get custom_attribute_configurations(): At<Reads, "custom_attribute_configurations">;
    set custom_attribute_configurations(value: At<Inputs, "custom_attribute_configurations">);
  };
  custom_attributes: {
    get custom_attributes(): At<Reads, "custom_attributes">;
    set custom_attributes(value: At<Inputs, "custom_attributes">);
  };
  dashboard: {
    get dashboard(): At<Reads, "dashboard">;
    set dashboard(value: At<Inputs, "dashboard">);
  };
  dashboard_resources: {
    get dashboard_resources(): At<Reads, "dashboard_resources">;
    set dashboard_resources(value: At<Inputs, "dashboard_resources">);
  };
  date: {
    get date(): At<Reads, "date">;
    set date(value: At<Inputs, "date">);
  };
  descendants: {
    get descendants(): At<Reads, "descendants">;
    set descendants(value: At<Inputs, "descendants">);
  };
  disk: {
    get disk(): At<Reads, "disk">;
    set disk(value: At<Inputs, "disk">);
  };
  end: {
    get end(): At<Reads, "end">;
    set end(value: At<Inputs, "end">);
  };
  end_date: {
    get end_date(): At<Reads, "end_date">;
    set end_date(value: At<Inputs, "end_date">);
  };
  event: {
    get event(): At<Reads, "event">;
    set event(value: At<Inputs, "event">);
  };
  feeds: {
    get feeds(): At<Reads, "feeds">;
    set feeds(value: At<Inputs, "feeds">);
  };
  finished_at: {
    get finished_at(): At<Reads, "finished_at">;
    set finished_at(value: At<Inputs, "finished_at">);
  };
  from: {
    get from(): At<Reads, "from">;
    set from(value: At<Inputs, "from">);
  };
  from_status: {
    get from_status(): At<Reads, "from_status">;
    set from_status(value: At<Inputs, "from_status">);
  };
  group: {
    get group(): At<Reads, "group">;
    set group(value: At<Inputs, "group">);
  };
  in_reply_to: {
    get in_reply_to(): At<Reads, "in_reply_to">;
    set in_reply_to(value: At<Inputs, "in_reply_to">);
  };
  incoming_links: {
    get incoming_links(): At<Reads, "incoming_links">;
    set incoming_links(value: At<Inputs, "incoming_links">);
  };
  invitee: {
    get invitee(): At<Reads, "invitee">;
    set invitee(value: At<Inputs, "invitee">);
  };
  items: {
    get items(): At<Reads, "items">;
    set items(value: At<Inputs, "items">);
  };
  job: {
    get job(): At<Reads, "job">;
    set job(value: At<Inputs, "job">);
  };
  job_components: {
    get job_components(): At<Reads, "job_components">;
    set job_components(value: At<Inputs, "job_components">);
  };
  label: {
    get label(): At<Reads, "label">;
    set label(value: At<Inputs, "label">);
  };
  last_sent_at: {
    get last_sent_at(): At<Reads, "last_sent_at">;
    set last_sent_at(value: At<Inputs, "last_sent_at">);
  };
  last_visit: {
    get last_visit(): At<Reads, "last_visit">;
    set last_visit(value: At<Inputs, "last_visit">);
  };
  list: {
    get list(): At<Reads, "list">;
    set list(value: At<Inputs, "list">);
  };
  lists: {
    get lists(): At<Reads, "lists">;
    set lists(value: At<Inputs, "lists">);
  };
  location: {
    get location(): At<Reads, "location">;
    set location(value: At<Inputs, "location">);
  };
  location_components: {
    get location_components(): At<Reads, "location_components">;
    set location_components(value: At<Inputs, "location_components">);
  };
  managers: {
    get managers(): At<Reads, "managers">;
    set managers(value: At<Inputs, "managers">);
  };
  members: {
    get members(): At<Reads, "members">;
    set members(value: At<Inputs, "members">);
  };
  memberships: {
    get memberships(): At<Reads, "memberships">;
    set memberships(value: At<Inputs, "memberships">);
  };
  messages: {
    get messages(): At<Reads, "messages">;
    set messages(value: At<Inputs, "messages">);
  };
  metadata: {
    get metadata(): At<Reads, "metadata">;
    set metadata(value: At<Inputs, "metadata">);
  };
  note: {
    get note(): At<Reads, "note">;
    set note(value: At<Inputs, "note">);
  };
  note_components: {
    get note_components(): At<Reads, "note_components">;
    set note_components(value: At<Inputs, "note_components">);
  };
  note_label_links: {
    get note_label_links(): At<Reads, "note_label_links">;
    set note_label_links(value: At<Inputs, "note_label_links">);
  };
  notes: {
    get notes(): At<Reads, "notes">;
    set notes(value: At<Inputs, "notes">);
  };
  object_type: {
    get object_type(): At<Reads, "object_type">;
    set object_type(value: At<Inputs, "object_type">);
  };
  object_type_schemas: {
    get object_type_schemas(): At<Reads, "object_type_schemas">;
    set object_type_schemas(value: At<Inputs, "object_type_schemas">);
  };
  object_type_to: {
    get object_type_to(): At<Reads, "object_type_to">;
    set object_type_to(value: At<Inputs, "object_type_to">);
  };
  object_types: {
    get object_types(): At<Reads, "object_types">;
    set object_types(value: At<Inputs, "object_types">);
  };
  outgoing_links: {
    get outgoing_links(): At<Reads, "outgoing_links">;
    set outgoing_links(value: At<Inputs, "outgoing_links">);
  };
  overrides: {
    get overrides(): At<Reads, "overrides">;
    set overrides(value: At<Inputs, "overrides">);
  };
  owner: {
    get owner(): At<Reads, "owner">;
    set owner(value: At<Inputs, "owner">);
  };
  parent: {
    get parent(): At<Reads, "parent">;
    set parent(value: At<Inputs, "parent">);
  };
  participants: {
    get participants(): At<Reads, "participants">;
    set participants(value: At<Inputs, "participants">);
  };
  priority: {
    get priority(): At<Reads, "priority">;
    set priority(value: At<Inputs, "priority">);
  };
  project: {
    get project(): At<Reads, "project">;
    set project(value: At<Inputs, "project">);
  };
  project_schema: {
    get project_schema(): At<Reads, "project_schema">;
    set project_schema(value: At<Inputs, "project_schema">);
  };
  project_schemas: {
    get project_schemas(): At<Reads, "project_schemas">;
    set project_schemas(value: At<Inputs, "project_schemas">);
  };
  projects: {
    get projects(): At<Reads, "projects">;
    set projects(value: At<Inputs, "projects">);
  };
  read_security_roles: {
    get read_security_roles(): At<Reads, "read_security_roles">;
    set read_security_roles(value: At<Inputs, "read_security_roles">);
  };
  recipient: {
    get recipient(): At<Reads, "recipient">;
    set recipient(value: At<Inputs, "recipient">);
  };
  recipients: {
    get recipients(): At<Reads, "recipients">;
    set recipients(value: At<Inputs, "recipients">);
  };
  replies: {
    get replies(): At<Reads, "replies">;
    set replies(value: At<Inputs, "replies">);
  };
  resource: {
    get resource(): At<Reads, "resource">;
    set resource(value: At<Inputs, "resource">);
  };
  review_session: {
    get review_session(): At<Reads, "review_session">;
    set review_session(value: At<Inputs, "review_session">);
  };
  review_session_invitees: {
    get review_session_invitees(): At<Reads, "review_session_invitees">;
    set review_session_invitees(value: At<Inputs, "review_session_invitees">);
  };
  review_session_object: {
    get review_session_object(): At<Reads, "review_session_object">;
    set review_session_object(value: At<Inputs, "review_session_object">);
  };
  review_session_objects: {
    get review_session_objects(): At<Reads, "review_session_objects">;
    set review_session_objects(value: At<Inputs, "review_session_objects">);
  };
  review_sessions: {
    get review_sessions(): At<Reads, "review_sessions">;
    set review_sessions(value: At<Inputs, "review_sessions">);
  };
  scopes: {
    get scopes(): At<Reads, "scopes">;
    set scopes(value: At<Inputs, "scopes">);
  };
  security_role: {
    get security_role(): At<Reads, "security_role">;
    set security_role(value: At<Inputs, "security_role">);
  };
  setting: {
    get setting(): At<Reads, "setting">;
    set setting(value: At<Inputs, "setting">);
  };
  settings: {
    get settings(): At<Reads, "settings">;
    set settings(value: At<Inputs, "settings">);
  };
  start: {
    get start(): At<Reads, "start">;
    set start(value: At<Inputs, "start">);
  };
  start_date: {
    get start_date(): At<Reads, "start_date">;
    set start_date(value: At<Inputs, "start_date">);
  };
  state: {
    get state(): At<Reads, "state">;
    set state(value: At<Inputs, "state">);
  };
  status: {
    get status(): At<Reads, "status">;
    set status(value: At<Inputs, "status">);
  };
  status_changes: {
    get status_changes(): At<Reads, "status_changes">;
    set status_changes(value: At<Inputs, "status_changes">);
  };
  statuses: {
    get statuses(): At<Reads, "statuses">;
    set statuses(value: At<Inputs, "statuses">);
  };
  task: {
    get task(): At<Reads, "task">;
    set task(value: At<Inputs, "task">);
  };
  task_status: {
    get task_status(): At<Reads, "task_status">;
    set task_status(value: At<Inputs, "task_status">);
  };
  task_templates: {
    get task_templates(): At<Reads, "task_templates">;
    set task_templates(value: At<Inputs, "task_templates">);
  };
  task_type: {
    get task_type(): At<Reads, "task_type">;
    set task_type(value: At<Inputs, "task_type">);
  };
  task_type_schema: {
    get task_type_schema(): At<Reads, "task_type_schema">;
    set task_type_schema(value: At<Inputs, "task_type_schema">);
  };
  task_type_schemas: {
    get task_type_schemas(): At<Reads, "task_type_schemas">;
    set task_type_schemas(value: At<Inputs, "task_type_schemas">);
  };
  task_workflow_schema: {
    get task_workflow_schema(): At<Reads, "task_workflow_schema">;
    set task_workflow_schema(value: At<Inputs, "task_workflow_schema">);
  };
  task_workflow_schema_overrides: {
    get task_workflow_schema_overrides(): At<Reads, "task_workflow_schema_overrides">;
    set task_workflow_schema_overrides(value: At<Inputs, "task_workflow_schema_overrides">);
  };
  tasks: {
    get tasks(): At<Reads, "tasks">;
    set tasks(value: At<Inputs, "tasks">);
  };
  template: {
    get template(): At<Reads, "template">;
    set template(value: At<Inputs, "template">);
  };
  thread_activity: {
    get thread_activity(): At<Reads, "thread_activity">;
    set thread_activity(value: At<Inputs, "thread_activity">);
  };
  thumbnail: {
    get thumbnail(): At<Reads, "thumbnail">;
    set thumbnail(value: At<Inputs, "thumbnail">);
  };
  timelogs: {
    get timelogs(): At<Reads, "timelogs">;
    set timelogs(value: At<Inputs, "timelogs">);
  };
  to: {
    get to(): At<Reads, "to">;
    set to(value: At<Inputs, "to">);
  };
  type: {
    get type(): At<Reads, "type">;
    set type(value: At<Inputs, "type">);
  };
  types: {
    get types(): At<Reads, "types">;
    set types(value: At<Inputs, "types">);
  };
  used_in_versions: {
    get used_in_versions(): At<Reads, "used_in_versions">;
    set used_in_versions(value: At<Inputs, "used_in_versions">);
  };
  user: {
    get user(): At<Reads, "user">;
    set user(value: At<Inputs, "user">);
  };
  user_security_role: {
    get user_security_role(): At<Reads, "user_security_role">;
    set user_security_role(value: At<Inputs, "user_security_role">);
  };
  user_security_role_projects: {
    get user_security_role_projects(): At<Reads, "user_security_role_projects">;
    set user_security_role_projects(value: At<Inputs, "user_security_role_projects">);
  };
  user_security_roles: {
    get user_security_roles(): At<Reads, "user_security_roles">;
    set user_security_roles(value: At<Inputs, "user_security_roles">);
  };
  user_type: {
    get user_type(): At<Reads, "user_type">;
    set user_type(value: At<Inputs, "user_type">);
  };
  uses_versions: {
    get uses_versions(): At<Reads, "uses_versions">;
    set uses_versions(value: At<Inputs, "uses_versions">);
  };
  values: {
    get values(): At<Reads, "values">;
    set values(value: At<Inputs, "values">);
  };
  version: {
    get version(): At<Reads, "version">;
    set version(value: At<Inputs, "version">);
  };
  versions: {
    get versions(): At<Reads, "versions">;
    set versions(value: At<Inputs, "versions">);
  };
  widgets: {
    get widgets(): At<Reads, "widgets">;
    set widgets(value: At<Inputs, "widgets">);
  };
  workflow_schema: {
    get workflow_schema(): At<Reads, "workflow_schema">;
    set workflow_schema(value: At<Inputs, "workflow_schema">);
  };
  write_security_roles: {
    get write_security_roles(): At<Reads, "write_security_roles">;
    set write_security_roles(value: At<Inputs, "write_security_roles">);
  };
}
