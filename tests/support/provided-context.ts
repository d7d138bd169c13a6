export {};

declare module "vitest" {
  export interface ProvidedContext {
    /** Address and credentials of the server every suite of a project shares. */
    server: { url: string; user: string; key: string };
  }
}
