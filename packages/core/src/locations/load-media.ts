import { loadPart } from "../util/load-part.js";

/** @throws {@link NetworkError} `network_part_missing`. */
export const loadMedia = (): Promise<typeof import("./media.js")> => loadPart(() => import("./media.js"));
