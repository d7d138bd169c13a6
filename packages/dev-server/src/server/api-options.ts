/** How a client wants its answer, read from headers (wire protocol 1.1). */
export interface ApiOptions {
  readonly strict: boolean;
  readonly onlyRequested: boolean;
  readonly denormalize: boolean;
  readonly clientToken: string | undefined;
  readonly pushToken: string | undefined;
}

export function readApiOptions(headers: Headers): ApiOptions {
  const options = parseOptionList(headers.get("ftrack-api-options") ?? "");
  const onlyRequested = options.get("strict") ?? false;
  return {
    strict: onlyRequested || isTrue(headers.get("ftrack-strict-api")),
    onlyRequested,
    denormalize: onlyRequested && (options.get("denormalize") ?? false),
    clientToken: token(headers.get("ftrack-clienttoken")),
    pushToken: token(headers.get("ftrack-pushtoken")),
  };
}

/** Pairs separated by `;` or `,`, with `:` or `=` before the value; a bare name means true. */
function parseOptionList(text: string): ReadonlyMap<string, boolean> {
  const options = new Map<string, boolean>();
  for (const part of text.split(/[;,]/)) {
    const [name = "", value] = part.split(/[:=]/).map((word) => word.trim().toLowerCase());
    if (name !== "") options.set(name, value === undefined || isTrue(value));
  }
  return options;
}

function isTrue(value: string | null): boolean {
  return value !== null && ["1", "true"].includes(value.trim().toLowerCase());
}

/** Clients write an unset option as the text `undefined`. */
function token(value: string | null): string | undefined {
  return value === null || value === "" || value === "undefined" ? undefined : value;
}
