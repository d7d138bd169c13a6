/**
 * What moves data, and what asks the server about it.
 *
 * A page that only shows entities needs none of it, so sessions, locations and accessors reach it through
 * `loadMedia` when it is first asked for.
 */

export { addComponents } from "./add-components.js";
export { getAvailability } from "./availability.js";
export { fileSource } from "./byte-source.js";
export { loadComponents } from "./component-queries.js";
export { createComponent } from "./create-component.js";
export { openDownload } from "./download.js";
export { downloadComponent, downloadToFile } from "./download-component.js";
export { encodeMedia } from "./encode-media.js";
export { ensureLocation } from "./ensure-location.js";
export { fetchDiscreetly } from "./fetch-discreetly.js";
export { readJob, waitForJob } from "./job-watch.js";
export { publishVersion } from "./publish-version.js";
export { queryIdentifiers } from "./query-identifiers.js";
export * as remote from "./remote-actions.js";
export { removeComponents } from "./remove-components.js";
export { answerStartupChecks } from "./startup-check.js";
export { activateStorageScenario } from "./storage-scenario.js";
export { removeStored, statStored } from "./stored.js";
export { createThumbnail, getThumbnailUrls } from "./thumbnails.js";
export { largestPiece, upload } from "./upload.js";
export { requestAddresses } from "./upload-address.js";
