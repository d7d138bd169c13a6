const hex = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/**
 * A random UUID, version 4.
 *
 * `crypto.randomUUID` does not exist on pages served over plain http; `getRandomValues` does.
 */
export function createId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
  let text = "";
  for (let index = 0; index < 16; index++) {
    if (index === 4 || index === 6 || index === 8 || index === 10) text += "-";
    text += hex[bytes[index] as number];
  }
  return text;
}

/** The same without dashes, as event and packet ids are written. */
export const createHexId = (): string => createId().replaceAll("-", "");
