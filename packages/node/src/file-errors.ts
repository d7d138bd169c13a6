import { LocationError, type LocationErrorCode } from "@ftrack-kit/core";

const problems: Readonly<Record<string, readonly [LocationErrorCode, string]>> = {
  ENOENT: ["location_resource_missing", "does not exist"],
  EEXIST: ["location_resource_exists", "exists already"],
  EACCES: ["location_permission", "may not be used by this process"],
  EPERM: ["location_permission", "may not be changed by this process"],
  EROFS: ["location_permission", "is on a file system that cannot be written to"],
  ENOTDIR: ["location_resource_invalid", "has a file where a folder should be"],
  EISDIR: ["location_resource_invalid", "is a folder"],
  ENOTEMPTY: ["location_resource_invalid", "is a folder that is not empty"],
  EINVAL: ["location_resource_invalid", "is not a valid path"],
  ENAMETOOLONG: ["location_resource_invalid", "has a name that is too long"],
  ENOSPC: ["location_full", "does not fit: the disk is full"],
  EDQUOT: ["location_full", "does not fit: the quota is used up"],
};

/** A failure of the file system as an error of ours, with the system's own as its cause. */
export function asLocationError(cause: unknown, path: string): LocationError {
  if (cause instanceof LocationError) return cause;
  const { code = "", message } = cause as NodeJS.ErrnoException;
  const [ours, problem] = problems[code] ?? ["location_transfer", `failed: ${message}`];
  return new LocationError(ours, {
    message: `"${path}" ${problem}.`,
    details: { path, system: code },
    cause,
  });
}
