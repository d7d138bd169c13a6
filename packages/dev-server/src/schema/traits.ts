import type { SchemaProperty } from "@ftrack-kit/core";
import { address, date, filterOnly, key, many, mapped, one, reference, text } from "./property.js";

/** Groups of attributes that several entity types share. */

type Properties = Readonly<Record<string, SchemaProperty>>;

export const withMetadata: Properties = { metadata: mapped("Metadata", "meta") };

export const withNotes: Properties = { notes: many("Note") };

export const withStatusChanges: Properties = { status_changes: many("StatusChange") };

/** The path from the project down to the entity. */
export const withLink: Properties = {
  link: text({ alias: "_api_link" }),
  _link: text({
    alias: "_api_link",
    description: "This attribute has been deprecated, use `link` attribute instead.",
  }),
};
export const immutableLink = ["link", "_link"] as const;

export const withThumbnail: Properties = {
  ...reference("thumbnail", "Component", { column: "thumbid" }),
  thumbnail_url: address(),
};

/** Who made it and when. */
export const withCreator: Properties = {
  created_at: date(),
  created_by: one("User", "createdBy"),
  created_by_id: key("User", "created_by"),
};
export const immutableCreator = ["created_at", "created_by", "created_by_id"] as const;

export const withCustomLinks: Properties = {
  custom_attribute_links: filterOnly("CustomAttributeLink"),
  custom_attribute_links_from: filterOnly("CustomAttributeLinkFrom"),
};

/** Custom attribute values kept in rows of `<family>CustomAttributeValue`. */
export const withCustomAttributes = (family: string): Properties => ({
  custom_attributes: mapped(`${family}CustomAttributeValue`, "custom_attribute_values"),
  ...withCustomLinks,
});

/** Appointments, seen from a context or a resource; `owner` says which in the backend names. */
export const withAppointments = (owner: "context" | "resource"): Properties => ({
  appointments: many("Appointment", `${owner}_appointments`),
  allocations: many("Appointment", `${owner}_allocations`),
  assignments: many("Appointment", `${owner}_assignments`),
});
