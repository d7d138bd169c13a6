/** The SDK, without a platform. Applications import `@ftrack-kit/browser`, `@ftrack-kit/node` or `ftrack-kit`. */

// Credentials
export { Authenticator, type AuthenticatorInit } from "./auth/authenticator.js";
export type { Auth, Credentials, CredentialsRequest } from "./auth/credentials.js";
// Caches
export type { Cache } from "./cache/cache.js";
export { type KeyMaker, ObjectKeyMaker, StringKeyMaker } from "./cache/key-maker.js";
export { LayeredCache } from "./cache/layered-cache.js";
export { Memoiser, type MemoiserOptions, memoise } from "./cache/memoiser.js";
export { MemoryCache, type MemoryCacheOptions } from "./cache/memory-cache.js";
export { ProxyCache } from "./cache/proxy-cache.js";
export { SerialisedCache, type SerialisedCacheOptions } from "./cache/serialised-cache.js";
export { StoreCache, type StoreCacheOptions } from "./cache/store-cache.js";
export { TolerantCache, type TolerantCacheInit } from "./cache/tolerant-cache.js";
export { WriteBehindCache, type WriteBehindCacheInit } from "./cache/write-behind-cache.js";
// Wire format
export type { Operation } from "./codec/operations.js";
export { isWireDate, isWireEntity, type WireDate, type WireEntity } from "./codec/wire-entity.js";
export {
  type ConsoleMarkup,
  createDevtoolsFormatter,
  type DevtoolsFormatter,
} from "./entity/devtools-formatter.js";
// Entities
export { Entity } from "./entity/entity.js";
export type { EntityExtension } from "./entity/entity-class.js";
export { isEntity } from "./entity/entity-face.js";
export type { CollectionChange, PairChange } from "./entity/entity-host.js";
export type { EntityClass } from "./entity/entity-model.js";
export { type FormatEntityOptions, formatEntity } from "./entity/format-entity.js";
// Errors
export { CacheError } from "./errors/cache-error.js";
export { EntityError } from "./errors/entity-error.js";
export { EventHubError } from "./errors/event-hub-error.js";
export { FtrackError } from "./errors/ftrack-error.js";
export { LocationError, type LocationErrorCode } from "./errors/location-error.js";
export { NetworkError, TimeoutError } from "./errors/network-error.js";
export { OptionsError } from "./errors/options-error.js";
export { PluginError } from "./errors/plugin-error.js";
export { MultipleResultsFoundError, NoResultFoundError, QueryError } from "./errors/query-error.js";
export {
  AuthenticationError,
  DuplicateEntryError,
  PermissionDeniedError,
  ServerCompatibilityError,
  ServerError,
  ValidationError,
} from "./errors/server-error.js";
export { AmbiguousCommitError, SessionClosedError, SessionError } from "./errors/session-error.js";
// Events
export { type Action, defineAction } from "./events/action.js";
export type { FormField, FormItem, FormSchema } from "./events/action-form.js";
export type { ActionJob } from "./events/action-job.js";
export type {
  ActionContext,
  ActionDefinition,
  ActionHost,
  ActionResult,
  ActionRunContext,
} from "./events/action-run.js";
export type { SimulateOptions, Simulation } from "./events/action-simulate.js";
export { Event, type EventData, type EventOptions, type EventSource } from "./events/event.js";
export {
  EventHub,
  type PublishOptions,
  type SubscriptionScope,
} from "./events/event-hub.js";
export type {
  ActionDiscoverData,
  ActionLaunchData,
  DataOf,
  EventEntity,
  EventHandler,
  EventTopics,
  HandlerContext,
  UpdateData,
  UpdateEntity,
  UpdateParent,
} from "./events/event-topics.js";
export {
  type ComparisonOperator,
  type Condition,
  type Expression,
  parseExpression,
  printExpression,
} from "./events/expression.js";
export { compileExpression, type Matcher } from "./events/expression-matcher.js";
export type { EventHubOptions } from "./events/hub-options.js";
export type { Gap, HubEvents, HubState, HubStatus } from "./events/hub-status.js";
export { decodePacket, encodePacket, type Packet } from "./events/packet.js";
export type { RequestOptions } from "./events/replies.js";
export type { SubscribeOptions, SubscriberMetadata, Subscription } from "./events/subscription.js";
export {
  type Change,
  createUpdateDecoder,
  decodeUpdate,
  type EntityUpdate,
  type UpdatedEntity,
  type UpdateSchemas,
  type UpdateSchemaType,
  type UpdateTypes,
} from "./events/update-event.js";
// Requests
export type { CallOptions } from "./http/http-client.js";
export { createOpenWebSocket } from "./http/open-web-socket.js";
export { isOutcomeUnknown } from "./http/outcome-unknown.js";
export type { RequestHooks, RequestInfo, ResponseInfo, RetryInfo } from "./http/request-hooks.js";
export type { RetryPolicy } from "./http/retry.js";
// Live results
export { type LiveOptions, LiveQuery, type LiveSubscriber } from "./live/live-query.js";
export type { LiveChange, LiveSnapshot, LiveStatus } from "./live/snapshot.js";
// Locations, components and media
export type {
  Accessor,
  PlannedWrite,
  ReadOptions,
  ResourceStat,
  WriteOptions,
  WriteResult,
} from "./locations/accessor.js";
export type { Availability } from "./locations/availability.js";
export { type ByteInput, type ByteSource, sourceOf } from "./locations/byte-source.js";
export type { ComponentData } from "./locations/component-data.js";
export type { ComponentFacts, VersionPlace } from "./locations/component-facts.js";
export type { ComponentInput } from "./locations/component-input.js";
export type { CreateComponentOptions } from "./locations/create-component.js";
export { DiskAccessor, type DiskAccessorOptions } from "./locations/disk-accessor.js";
export type { DownloadOptions, DownloadToFileOptions } from "./locations/download-component.js";
export type { EncodedMedia, EncodeMediaOptions, MediaOutput } from "./locations/encode-media.js";
export { IdStructure } from "./locations/id-structure.js";
export type { IdentifierRegistry } from "./locations/identifier-registry.js";
export { JobHandle, type JobState, type JobStatus, type WaitOptions } from "./locations/job-handle.js";
export {
  type AddOptions,
  Location,
  type LocationInit,
  type RemoveOptions,
  type ResourceIdentifierTransformer,
} from "./locations/location.js";
export type {
  EntityReference,
  HostEntity,
  HostEvents,
  HostRow,
  LocationHost,
} from "./locations/location-host.js";
export type { LocationServices } from "./locations/location-services.js";
export { type LocationSettings, Locations, locationIds } from "./locations/locations.js";
export { MemoryAccessor } from "./locations/memory-accessor.js";
export type { OnProgress, Progress } from "./locations/progress.js";
export type { PublishStep } from "./locations/publish-record.js";
export type {
  PublishComponent,
  PublishedVersion,
  PublishVersionOptions,
} from "./locations/publish-version.js";
export { memberPath, parseSequence, printSequence, type SequencePath } from "./locations/sequence.js";
export { ServerAccessor } from "./locations/server-accessor.js";
export { StandardStructure, type StandardStructureOptions } from "./locations/standard-structure.js";
export {
  EntityIdStructure,
  OriginStructure,
  type Structure,
  type StructureContext,
} from "./locations/structure.js";
export type { Thumbnailed } from "./locations/thumbnails.js";

// Platform ports
export type { CacheStore } from "./platform/cache-store.js";
export type { Clock } from "./platform/clock.js";
export type { Environment } from "./platform/environment.js";
export type { FileRange, FileStat, Files } from "./platform/files.js";
export type { PeerChannel, Peers } from "./platform/peers.js";
export type { Platform } from "./platform/platform.js";
export type { LoadedPlugin, PluginLoader } from "./platform/plugin-loader.js";
export type { Trace, TracedWork, TraceHooks } from "./platform/trace.js";
export type {
  OpenSocket,
  OpenWebSocket,
  OpenWebSocketOptions,
  SocketClosure,
} from "./platform/web-socket.js";
// Plugins
export {
  type ClientEventData,
  type ClientEventReply,
  type ClientEvents,
  type ClientTopic,
  type ComponentPlace,
  onClientEvent,
  type StorageScenario,
} from "./plugins/client-events.js";
export { definePlugin } from "./plugins/define-plugin.js";
export type { Plugin, PluginArguments, PluginArgumentsOf } from "./plugins/plugin.js";
export { type PluginReport, type PluginSources, registerPlugins } from "./plugins/register-plugins.js";
export type { ArgumentSchema } from "./plugins/standard-schema.js";
// The query language
export { checkQuery } from "./query/check.js";
export { Condition as QueryCondition } from "./query/condition.js";
export type { CheckedExpression, QueryRow, QueryTypeError } from "./query/expression-types.js";
export { LikeText } from "./query/like-text.js";
export type { DateLike, Keyed, QueryScalar, TemporalLike } from "./query/literal.js";
export {
  after,
  and,
  any,
  atLeast,
  atMost,
  before,
  cast,
  contains,
  endsWith,
  entry,
  greaterThan,
  has,
  isNot,
  lessThan,
  like,
  none,
  not,
  oneOf,
  or,
  startsWith,
} from "./query/operators.js";
export { parsePath } from "./query/parse-path.js";
export { type ParseOptions, parseCriteria, parseQuery } from "./query/parser.js";
export type { PlainRowOf } from "./query/plain-row.js";
export { printCriteria, printPath, printQuery } from "./query/printer.js";
export { type Ql, type QlValue, ql } from "./query/ql.js";
export {
  createQueryBuilder,
  QueryBuilder,
  type QueryRows,
  type QueryRunner,
  type QueryRunOptions,
} from "./query/query-builder.js";
export { type QueryLike, QueryText } from "./query/query-text.js";
export type {
  AttributeInput,
  CheckedPath,
  ConcreteType,
  DateInput,
  EntityOf,
  InputValue,
  LooseEntity,
  PartialEntity,
  PathValue,
  TypedMembers,
} from "./query/row-types.js";
export type { Setters } from "./query/settable.js";
export {
  type SplitOptions,
  splitQuery,
  withDefaultProjections,
  withPaging,
  withStableOrder,
} from "./query/transform.js";
export {
  type Aggregate as QueryAggregate,
  type AggregateFunction,
  type Comparison as QueryComparison,
  type ComparisonOperator as QueryComparisonOperator,
  type Criteria as QueryCriteria,
  type Existence as QueryExistence,
  isNone,
  isSubquery,
  type Logical as QueryLogical,
  type Membership as QueryMembership,
  type Name as QueryName,
  type Negation as QueryNegation,
  type Ordering as QueryOrdering,
  type Path as QueryPath,
  type Projection as QueryProjection,
  type QueryTree,
  type Segment as QuerySegment,
  type Span as QuerySpan,
  type Value as QueryValue,
} from "./query/tree.js";
export type {
  Cast,
  Combined,
  DateValue,
  Entry,
  Operand,
  OperandKind,
  Quantified,
  Where,
} from "./query/where-types.js";
export type { CustomAttributeConfiguration } from "./schema/custom-attribute-types.js";
// Schemas
export type {
  DateTime,
  EntityDeclaration,
  EntityLink,
  EntityMap,
  FileUrl,
  FilterOnly,
  KeyValue,
  LooseEntityMap,
  ToMany,
  ToOne,
} from "./schema/entity-map.js";
export type {
  AttributeChange,
  Collection,
  CustomAttributes,
  EntityMembers,
  EntityState,
  MappedCollection,
  Reference,
  ResolvedValue,
  Untyped,
} from "./schema/entity-members.js";
export type {
  ComponentMethods,
  CreateNoteOptions,
  EntityMethods,
  NotableMethods,
  StartTimerOptions,
  ThumbnailMethods,
} from "./schema/entity-methods.js";
export { type Attribute, type AttributeKind, EntityType, type ScalarType } from "./schema/entity-type.js";
export { formatLink } from "./schema/format-link.js";
export { type PrintEntityMapOptions, printEntityMap } from "./schema/print-entity-map.js";
export { SchemaRegistry } from "./schema/schema-registry.js";
export type { StandardEntityMap } from "./schema/standard-entity-map.js";
export type { Schema, SchemaProperty, ServerInformation } from "./schema/wire.js";
export type {
  CallActions,
  CallAnswer,
  CallAnswers,
  CheckedOperation,
  CheckedOperations,
  RowsAnswer,
  UploadAnswer,
} from "./session/call-types.js";
export type {
  AutoPopulate,
  ConstructType,
  DateFormat,
  EntityOptions,
} from "./session/entity-manager.js";
export type {
  RecordedCreate,
  RecordedDelete,
  RecordedOperation,
  RecordedUpdate,
} from "./session/operations.js";
export type { CacheOption, SessionOptions } from "./session/options.js";
export { type AllOptions, type QueryOptions, QueryResult } from "./session/query-result.js";
export type { Evidence } from "./session/send-commit.js";
// Sessions
export { type SearchOptions, Session } from "./session/session.js";
export type { EnsureResult, EntityKey, SignalOption } from "./session/session-entities.js";
export type {
  DefaultEntity,
  EntityChanges,
  EntityData,
  EntityName,
  NewEntity,
} from "./session/session-types.js";
// Ids
export { createHexId, createId } from "./util/ids.js";
export { type Logger, silentLogger } from "./util/logger.js";
// Checksums
export { createMd5, type Md5 } from "./util/md5.js";
