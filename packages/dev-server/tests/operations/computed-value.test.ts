import { beforeEach, describe, expect, it } from "vitest";
import { type ComputedContext, computedValue } from "../../src/operations/computed-value.js";
import { wellKnown } from "../../src/schema/well-known.js";
import { create, Requests, update } from "../support/requests.js";

describe("computedValue", () => {
  let requests: Requests;

  beforeEach(async () => {
    requests = await Requests.open();
    requests.addTree();
    requests.send(
      create("Asset", { id: "a", name: "hero", context_id: "sh" }),
      create("AssetVersion", { id: "v1", asset_id: "a" }),
      create("AssetVersion", { id: "v2", asset_id: "a" }),
    );
  });

  const value = (family: string, id: string, attribute: string) => {
    const context: ComputedContext = {
      store: requests.store,
      registry: requests.workspace.registry,
      now: () => requests.time,
      urls: {
        componentUrl: (component) => `get/${component}`,
        thumbnailUrl: (component) => `image/${component}`,
      },
    };
    return computedValue(requests.row(family, id), attribute, context);
  };

  it("links from the project down to the entity", () => {
    expect(value("Context", "t", "link")).toEqual([
      { type: "Project", id: "p", name: "bunny" },
      { type: "Sequence", id: "sq", name: "010" },
      { type: "Shot", id: "sh", name: "0010" },
      { type: "Task", id: "t", name: "comp" },
    ]);
    expect(value("Context", "t", "_link")).toEqual(value("Context", "t", "link"));
    expect(value("AssetVersion", "v2", "link")).toMatchObject([
      { id: "p" },
      { id: "sq" },
      { id: "sh" },
      { type: "Asset", id: "a", name: "hero" },
      { type: "AssetVersion", id: "v2", name: "v2" },
    ]);
  });

  it("adds up the time logged", () => {
    requests.send(
      update("Task", "t", { bid: 100 }),
      create("Timelog", { context_id: "t", duration: 30 }),
      create("Timelog", { context_id: "t", duration: 45.5 }),
    );

    expect(value("Context", "t", "time_logged")).toBe(75.5);
    expect(value("Context", "t", "bid_time_logged_difference")).toBe(24.5);
    expect(value("Context", "p", "time_logged")).toBeUndefined();
  });

  it("knows the latest version", () => {
    expect(value("AssetVersion", "v1", "is_latest_version")).toBe(false);
    expect(value("AssetVersion", "v2", "is_latest_version")).toBe(true);
  });

  it("has addresses for images, and for files in the server's location only", () => {
    requests.send(
      create("FileComponent", { id: "c" }),
      update("Task", "t", { thumbnail_id: "c" }),
      create("ComponentLocation", { id: "here", component_id: "c", location_id: wellKnown.locations.server }),
      create("ComponentLocation", {
        id: "there",
        component_id: "c",
        location_id: wellKnown.locations.unmanaged,
      }),
    );

    expect(value("Context", "t", "thumbnail_url")).toEqual({ url: "image/c", value: "image/c" });
    expect(value("Context", "sh", "thumbnail_url")).toEqual({ url: "image/null", value: "image/null" });
    expect(value("ComponentLocation", "here", "url")).toEqual({ url: "get/c", value: "get/c" });
    expect(value("ComponentLocation", "there", "url")).toBeNull();
  });

  it("shows a review session as open while it lasts, with the first thumbnail in it", () => {
    requests.send(
      create("FileComponent", { id: "c" }),
      update("AssetVersion", "v2", { thumbnail_id: "c" }),
      create("ReviewSession", { id: "r", project_id: "p", end_date: "2026-11-21" }),
      create("ReviewSessionObject", { id: "o1", review_session_id: "r", version_id: "v1" }),
      create("ReviewSessionObject", { id: "o2", review_session_id: "r", version_id: "v2" }),
    );

    expect(value("ReviewSession", "r", "is_open")).toBe(true);
    expect(value("ReviewSession", "r", "thumbnail_id")).toBe("c");
    expect(value("ReviewSession", "r", "thumbnail_url")).toEqual({ url: "image/c", value: "image/c" });
    requests.time += 2 * 86_400_000;
    expect(value("ReviewSession", "r", "is_open")).toBe(false);
  });

  it("computes nothing for an attribute that rows hold or lack", () => {
    expect(value("Context", "t", "name")).toBeUndefined();
    expect(value("Asset", "a", "thumbnail_url")).toBeUndefined();
  });
});
