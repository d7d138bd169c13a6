import type { BuildTypeName, TaskTypeName } from "../basics/types.js";
import type { SeedUser } from "../basics/users.js";

/** The studio of the demo: people, projects and sequences, all made up. */

export interface Artist extends SeedUser {
  readonly group: "Animation" | "Lighting" | "Compositing" | "Assets" | "Production";
}

const artist = (firstName: string, lastName: string, group: Artist["group"], role?: string): Artist => ({
  username: `${firstName}.${lastName}`.toLowerCase(),
  firstName,
  lastName,
  email: `${firstName}.${lastName}@studio.example`.toLowerCase(),
  group,
  role,
});

export const artists: readonly Artist[] = [
  artist("Mara", "Linde", "Production", "Project Manager"),
  artist("Tobias", "Okafor", "Production", "Project Manager"),
  artist("Ines", "Valcourt", "Animation"),
  artist("Jun", "Halvorsen", "Animation"),
  artist("Priya", "Castellan", "Animation"),
  artist("Soren", "Achebe", "Lighting"),
  artist("Leila", "Brandt", "Lighting"),
  artist("Mateo", "Ishikawa", "Compositing"),
  artist("Nadia", "Ferro", "Compositing"),
  artist("Owen", "Petrescu", "Compositing"),
  artist("Yuki", "Marlowe", "Assets"),
  artist("Elena", "Dufresne", "Assets"),
];

interface BuildPlan {
  readonly name: string;
  readonly type: BuildTypeName;
}

export interface ProjectPlan {
  readonly name: string;
  readonly fullName: string;
  readonly color: string;
  /** Frames per second. */
  readonly rate: number;
  /** Name and story of each sequence. */
  readonly sequences: readonly (readonly [name: string, story: string])[];
  readonly builds: readonly BuildPlan[];
}

export const projectPlans: readonly ProjectPlan[] = [
  {
    name: "lantern_tide",
    fullName: "Lantern Tide",
    color: "#E8825A",
    rate: 24,
    sequences: [
      ["HARBOUR", "The boats come home without their lights."],
      ["KEEPER", "The old keeper counts the lanterns."],
      ["STORM", "A night at sea."],
      ["BELL", "Something answers the bell."],
      ["DAWN", "The tide turns."],
    ],
    builds: [
      { name: "keeper", type: "character" },
      { name: "ferry_girl", type: "character" },
      { name: "heron", type: "character" },
      { name: "lantern", type: "prop" },
      { name: "rowing_boat", type: "prop" },
      { name: "bell", type: "prop" },
      { name: "harbour", type: "environment" },
      { name: "lighthouse", type: "environment" },
      { name: "open_sea", type: "environment" },
      { name: "storm_sky", type: "mattePainting" },
    ],
  },
  {
    name: "paper_comet",
    fullName: "Paper Comet",
    color: "#4C8FD6",
    rate: 25,
    sequences: [
      ["ATTIC", "A letter folds itself."],
      ["ROOFS", "Over the city, against the wind."],
      ["ORBIT", "Higher than paper goes."],
      ["TRAIL", "What the comet leaves behind."],
      ["LANDING", "Back in the attic, years later."],
    ],
    builds: [
      { name: "comet", type: "character" },
      { name: "postman", type: "character" },
      { name: "moth", type: "character" },
      { name: "letter", type: "prop" },
      { name: "telescope", type: "prop" },
      { name: "kite", type: "prop" },
      { name: "attic", type: "environment" },
      { name: "rooftops", type: "environment" },
      { name: "moon_station", type: "environment" },
      { name: "milky_way", type: "mattePainting" },
    ],
  },
];

export const shotsPerSequence = 6;

export interface Step {
  readonly type: TaskTypeName;
  readonly group: Artist["group"];
  /** Hours planned. */
  readonly hours: number;
}

/** What is done for each shot, one after the other. */
export const shotSteps: readonly Step[] = [
  { type: "layout", group: "Animation", hours: 8 },
  { type: "animation", group: "Animation", hours: 32 },
  { type: "lighting", group: "Lighting", hours: 20 },
  { type: "compositing", group: "Compositing", hours: 16 },
];

export const buildSteps: readonly Step[] = [
  { type: "modeling", group: "Assets", hours: 24 },
  { type: "texture", group: "Assets", hours: 16 },
  { type: "rigging", group: "Assets", hours: 20 },
];
