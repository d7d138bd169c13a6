import type { CustomAttributes, ResolvedValue } from "../schema/entity-members.js";
import { MappedValues } from "./mapped-collection.js";

/**
 * `custom_attributes`: which keys there are, the workspace's configurations say.
 *
 * Deleting a key unsets its value, as the attribute itself belongs to the workspace.
 */
export class CustomAttributeValues extends MappedValues implements CustomAttributes {
  resolve(key: string): Promise<ResolvedValue<never>> {
    return this.record.model.host.resolveCustomAttribute(this.record, key) as Promise<ResolvedValue<never>>;
  }

  protected override get deletedValue(): unknown {
    return null;
  }

  protected override checkKey(key: string): void {
    super.checkKey(key);
    const isListed = this.record.stage === "persisted" && this.isLoaded;
    if (isListed && !this.row(key)) throw this.unknownKey(key);
  }
}
