import { Random } from "../random.js";
import { encodePng } from "./png.js";

type Colour = readonly [red: number, green: number, blue: number];

/** Light of a scene: sky above, sky at the horizon, far and near ground, sun. */
const moods: readonly (readonly [Colour, Colour, Colour, Colour, Colour])[] = [
  [
    [24, 32, 74],
    [236, 132, 88],
    [86, 52, 96],
    [30, 22, 48],
    [255, 226, 166],
  ],
  [
    [12, 58, 96],
    [142, 206, 214],
    [44, 104, 112],
    [14, 44, 58],
    [255, 250, 226],
  ],
  [
    [40, 20, 60],
    [222, 96, 128],
    [104, 40, 92],
    [36, 16, 44],
    [255, 206, 190],
  ],
  [
    [8, 12, 32],
    [44, 74, 128],
    [20, 34, 68],
    [6, 10, 24],
    [228, 236, 255],
  ],
  [
    [92, 148, 190],
    [246, 224, 178],
    [124, 146, 96],
    [58, 84, 62],
    [255, 252, 236],
  ],
];

const width = 256;
const height = 144;
const shades = 60;

const mix = (from: Colour, to: Colour, part: number): Colour => [
  Math.round(from[0] + (to[0] - from[0]) * part),
  Math.round(from[1] + (to[1] - from[1]) * part),
  Math.round(from[2] + (to[2] - from[2]) * part),
];

const ramp = (from: Colour, to: Colour): Colour[] =>
  Array.from({ length: shades }, (_, index) => mix(from, to, index / (shades - 1)));

/**
 * A landscape as PNG, in place of a rendered frame: the same number gives the same picture.
 *
 * @param seed - Picks light, hills and sun.
 */
export function paintScene(seed: number): Uint8Array<ArrayBuffer> {
  const random = new Random(seed);
  const [above, horizon, far, near, sun] = moods[seed % moods.length] as (typeof moods)[number];
  const palette = [...ramp(above, horizon), ...ramp(far, mix(far, horizon, 0.4)), ...ramp(near, far), sun];
  const sunX = random.integer(40, width - 40);
  const sunY = random.integer(30, 70);
  const radius = random.integer(9, 22);
  const ridges = [
    { base: random.integer(84, 98), ...ridge(random, 14) },
    { base: random.integer(106, 124), ...ridge(random, 18) },
  ];
  const pixels = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    pixels.fill(Math.min(shades - 1, Math.floor((y / 110) * shades)), y * width, (y + 1) * width);
  }
  for (let y = sunY - radius; y <= sunY + radius; y++) {
    const half = Math.ceil(Math.sqrt(radius * radius - (y - sunY) * (y - sunY))) - 1;
    if (y >= 0 && half >= 0) pixels.fill(3 * shades, y * width + sunX - half, y * width + sunX + half + 1);
  }
  for (let x = 0; x < width; x++) {
    const [farTop = height, nearTop = height] = ridges.map(({ base, heightAt }) => base - heightAt(x));
    for (let y = Math.ceil(Math.min(farTop, nearTop)); y < height; y++) {
      const isNear = y >= nearTop;
      pixels[y * width + x] = shadeBelow(isNear ? 2 * shades : shades, y - (isNear ? nearTop : farTop));
    }
  }
  return encodePng({ width, height, palette, pixels });
}

/** Ground is lightest at its ridge. */
const shadeBelow = (tone: number, depth: number): number =>
  tone + Math.max(0, shades - 1 - Math.floor(depth * 1.4));

/** The outline of a chain of hills: three waves on top of each other. */
function ridge(random: Random, size: number): { readonly heightAt: (x: number) => number } {
  const waves = [1, 0.5, 0.22].map((part, index) => ({
    size: size * part,
    length: random.integer(30, 60) / (index + 1),
    shift: random.next() * 7,
  }));
  return {
    heightAt: (x) => waves.reduce((sum, wave) => sum + wave.size * Math.sin(x / wave.length + wave.shift), 0),
  };
}

const side = 96;

/** A face of coloured blocks as PNG, symmetric as faces are; the same number gives the same face. */
export function paintAvatar(seed: number): Uint8Array<ArrayBuffer> {
  const random = new Random(seed);
  const [back, light, , dark] = moods[seed % moods.length] as (typeof moods)[number];
  const cells = 6;
  const filled = Array.from({ length: cells }, () =>
    Array.from({ length: cells / 2 }, () => random.next() > 0.45),
  );
  const pixels = new Uint8Array(side * side);
  const cell = side / cells;
  for (const [row, half] of filled.entries()) {
    for (const [column, isFilled] of [...half, ...[...half].reverse()].entries()) {
      if (!isFilled) continue;
      for (let y = row * cell; y < (row + 1) * cell; y++) {
        pixels.fill(1 + (row % 2), y * side + column * cell, y * side + (column + 1) * cell);
      }
    }
  }
  return encodePng({
    width: side,
    height: side,
    palette: [mix(back, dark, 0.5), light, mix(light, back, 0.3)],
    pixels,
  });
}
