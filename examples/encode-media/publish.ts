import type { Session } from "ftrack-kit";

/** What an artist hands in. */
export interface Delivery {
  readonly assetId: string;
  readonly comment: string;
  /** Such as `/renders/shot010.%04d.exr [1-100]`. */
  readonly frames: string;
  /** Becomes what plays in a browser. */
  readonly movie: string;
}

/** Publishes a version, waits for its review media, and gives their addresses by media type. */
export async function publish(
  session: Session,
  { assetId, comment, frames, movie }: Delivery,
  print: (line: string) => void,
): Promise<ReadonlyMap<string, string>> {
  const { versionId, job } = await session.publishVersion({
    asset: assetId,
    version: { comment },
    components: [
      { name: "beauty", input: frames, location: "server" },
      { name: "movie", input: movie, location: "server" },
    ],
    media: movie,
    // Run it again after a failure, and it goes on where it ended instead of making a second version.
    resumeKey: `${assetId} ${frames}`,
    onStep: (step) => print(`publishing: ${step}`),
  });
  print(`version ${versionId} is published`);

  const media = await job?.wait({ timeout: 120_000, onStatus: (status) => print(`encoding: ${status}`) });
  const addresses = new Map<string, string>();
  for (const { format, componentId } of media?.outputs ?? []) {
    // Signed for a while: whoever has one can watch, so it is nothing for a log.
    addresses.set(format, await session.locations.server.getUrl(componentId));
  }
  return addresses;
}
