/** What is done about names that a class does not declare. */
export interface Guard<Instance extends object> {
  isInstance(value: unknown): value is Instance;
  /** The error for assigning to a name. */
  refuse(instance: Instance, name: string): Error;
  /** What a name reads as; nothing by default. */
  readonly read?: ((instance: Instance, name: string) => unknown) | undefined;
}

/**
 * A base class whose instances refuse assignments to names that nobody declared: a value put beside what is declared
 * would look set and never be sent.
 */
export function createGuarded<Instance extends object>(guard: Guard<Instance>): new () => object {
  const { read } = guard;
  const prototype = new Proxy(
    {},
    {
      set(target, name, value, receiver: unknown) {
        if (typeof name === "symbol" || !guard.isInstance(receiver)) {
          return Reflect.set(target, name, value, receiver);
        }
        throw guard.refuse(receiver, name);
      },
      ...(read && {
        get(target, name, receiver: unknown) {
          const known: unknown = Reflect.get(target, name, receiver);
          const isOpen = known === undefined && typeof name === "string" && guard.isInstance(receiver);
          return isOpen ? read(receiver, name) : known;
        },
      }),
    },
  );
  return Object.assign(function Guarded() {}, { prototype }) as unknown as new () => object;
}
