/** What structures and transfers know of a component. */
export interface ComponentFacts {
  readonly id: string;
  readonly kind: "file" | "sequence" | "container";
  readonly name: string;
  /** With its dot; empty when there is none. */
  readonly fileType: string;
  /** Bytes. */
  readonly size: number | undefined;
  /** Of a sequence; zero otherwise. */
  readonly padding: number;
  readonly versionId: string | undefined;
  /** The container it belongs to, without that container's members. */
  readonly container: ComponentFacts | undefined;
}

/** A component with what it contains, at every depth. */
export interface ComponentTree extends ComponentFacts {
  readonly members: readonly ComponentTree[];
}

/** Where a version stands in its project. */
export interface VersionPlace {
  readonly id: string;
  readonly version: number;
  readonly assetName: string;
  readonly projectName: string;
  /** Names between the project and the asset, outermost first. */
  readonly folderNames: readonly string[];
}

/** File name with extension. */
export const fileNameOf = ({ name, fileType }: ComponentFacts): string => name + fileType;
