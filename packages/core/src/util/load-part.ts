import { NetworkError } from "../errors/network-error.js";

/**
 * Loads a part of the SDK that not every page needs.
 *
 * Parts are files beside the page's own, so loading one can fail like any request. The call that needed it then
 * rejects, and the next one tries again.
 *
 * @throws {@link NetworkError} `network_part_missing`.
 */
export async function loadPart<Part>(load: () => Promise<Part>): Promise<Part> {
  try {
    return await load();
  } catch (cause) {
    throw new NetworkError("network_part_missing", {
      // Browsers remember failed imports, and a new release may have replaced the file.
      message: "A part of the SDK could not be loaded. Try again; where it still fails, reload the page.",
      details: { delivered: false },
      cause,
      retryable: true,
    });
  }
}
