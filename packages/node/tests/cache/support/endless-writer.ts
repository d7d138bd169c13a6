import { openFileStore } from "../../../src/file-store.js";

// Writes the same few records over and over until it is killed.
const store = await openFileStore(process.argv[2] as string, "killed");
const digits = String(process.pid % 10).repeat(20_000);
process.stdout.write("writing\n");
for (;;) {
  const keys = Array.from({ length: 8 }, (_, index) => `key${index}`);
  await store.setMany(keys.map((key) => [key, `${digits}${key}`] as const));
}
