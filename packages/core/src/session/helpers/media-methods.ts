import type { Entity } from "../../entity/entity.js";

/** What the methods of versions and components hand on to; `Session` has it. */
export interface MediaSession {
  createComponent(input: unknown, data?: object, options?: object): Promise<unknown>;
  encodeMedia(media: unknown, options?: object): Promise<object>;
  createThumbnail(entity: object, image: unknown, data?: object, options?: object): Promise<unknown>;
  getComponentAvailability(component: object, locations?: readonly unknown[]): Promise<unknown>;
}

/** Components and media of asset versions. */
export const versionMethods = (session: MediaSession): object => ({
  createComponent(this: Entity, input: unknown, data: object = {}, options?: object): Promise<unknown> {
    return session.createComponent(input, { ...data, version: this }, options);
  },
  encodeMedia(this: Entity, media: unknown, options: object = {}): Promise<object> {
    return session.encodeMedia(media, { ...options, version: this });
  },
});

/** Availability of components. */
export const componentMethods = (session: MediaSession): object => ({
  getAvailability(this: Entity, locations?: readonly unknown[]): Promise<unknown> {
    return session.getComponentAvailability(this, locations);
  },
});

/** Thumbnails of every type that has one. */
export const thumbnailMethods = (session: MediaSession): object => ({
  createThumbnail(this: Entity, image: unknown, data?: object, options?: object): Promise<unknown> {
    return session.createThumbnail(this, image, data, options);
  },
});
