import { FtrackError } from "./ftrack-error.js";

/** Codes of {@link LocationError}. */
export type LocationErrorCode =
  | "location_not_configured"
  | "location_component_present"
  | "location_component_missing"
  | "location_transfer"
  | "location_path"
  | "location_resource_missing"
  | "location_resource_exists"
  | "location_resource_invalid"
  | "location_permission"
  | "location_full"
  | "location_uncommitted"
  | "location_job_failed"
  | "location_publish"
  | "location_unsupported"
  | "location_structure"
  | "location_sequence"
  | "location_checksum"
  | "location_source_changed"
  | "location_upload";

/** A location, accessor or structure could not do what was asked. */
export class LocationError extends FtrackError<LocationErrorCode> {
  override readonly name: string = "LocationError";
}
