import type { EntityMembers, Untyped } from "./entity-members.js";

/** Any entity of a session. */
type AnyEntity = EntityMembers & Untyped;

/** What a new note carries beside its text. */
export interface CreateNoteOptions {
  /** Users and groups to notify. */
  readonly recipients?: readonly object[] | undefined;
  readonly labels?: readonly object[] | undefined;
}

/** What a timer is started for. */
export interface StartTimerOptions {
  /** What the time is spent on. */
  readonly context?: object | null | undefined;
  readonly comment?: string | undefined;
  readonly name?: string | undefined;
  /** Stops a timer that is running already. */
  readonly force?: boolean | undefined;
}

/** Entities with notes. */
export interface NotableMethods {
  /** Makes a note here; the next commit sends it. */
  createNote(content: string, author: object, options?: CreateNoteOptions): AnyEntity;
}

/** Entities with a thumbnail. */
export interface ThumbnailMethods {
  /** Uploads an image and makes it the thumbnail. Takes what `session.createThumbnail` takes. */
  createThumbnail(image: unknown, data?: object, options?: object): Promise<AnyEntity>;
}

/** Components of every kind. */
export interface ComponentMethods {
  /** How much of the component every location has, in percent, by location id. */
  getAvailability(locations?: readonly unknown[]): Promise<Readonly<Record<string, number>>>;
}

/**
 * The helper methods of entity types, by type.
 *
 * Extend it to type what `session.extend` adds.
 *
 * @example
 * declare module "@ftrack-kit/core" {
 *   interface EntityMethods { Shot: { readonly frameRange: string } }
 * }
 */
export interface EntityMethods {
  Note: {
    /** Answers the note; the next commit sends it. */
    createReply(content: string, author: object): AnyEntity;
  };
  User: {
    /**
     * Starts the user's timer and commits it alone.
     *
     * @throws `DuplicateEntryError` when one is running and `force` is not set.
     */
    startTimer(options?: StartTimerOptions): Promise<AnyEntity>;
    /**
     * Stops the user's timer and logs the time; commits these alone.
     *
     * @throws `NoResultFoundError` when none is running.
     */
    stopTimer(): Promise<AnyEntity>;
    sendInvite(): Promise<void>;
    /** Gives the user a new API key, and returns it. */
    resetApiKey(): Promise<string>;
  };
  ProjectSchema: {
    /** Statuses an entity type may have in projects of this schema; of tasks, by type where types have their own. */
    getStatuses(entityType: string, typeId?: string): Promise<AnyEntity[]>;
    /** Types an entity type may have in projects of this schema. */
    getTypes(entityType: string): Promise<AnyEntity[]>;
  };
  AssetVersion: {
    /** Makes a component of this version. Takes what `session.createComponent` takes. */
    createComponent(input: unknown, data?: object, options?: object): Promise<AnyEntity>;
    /** Encodes media for this version. Takes what `session.encodeMedia` takes. */
    encodeMedia(media: unknown, options?: object): Promise<object>;
  };
  Component: ComponentMethods;
  FileComponent: ComponentMethods;
  ContainerComponent: ComponentMethods;
  SequenceComponent: ComponentMethods;
}
