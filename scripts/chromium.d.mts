export function findChromium(): string | undefined;
export function chromiumOptions(...switches: readonly string[]): { executablePath?: string; args: string[] };
