import { bad, doubtful, type Finding, good } from "./finding.js";

const tlsCodes = /CERT|SSL|TLS|SELF_SIGNED|UNABLE_TO_VERIFY|ALTNAME/;
/** Clock differences in milliseconds above which dates look wrong. */
const tolerableSkew = 60_000;

/** What the server's front door says to a request without credentials: network, TLS, proxies and clock. */
export async function checkAnswer(url: URL, now: () => number): Promise<Finding[]> {
  const asked = now();
  let response: Response;
  try {
    response = await fetch(`${url.href.replace(/\/+$/, "")}/api`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: "[]",
      signal: AbortSignal.timeout(15_000),
    });
  } catch (error) {
    return [explainFailure(url, error)];
  }
  const text = await response.text();
  const subject = url.protocol === "https:" ? "TLS" : "network";
  const findings = [
    good(subject, `The server answers${subject === "TLS" ? " over a trusted connection" : ""}.`),
  ];
  findings.push(checkBody(response.status, response.headers.get("content-type") ?? "", text));
  findings.push(checkClock(response.headers.get("date"), asked));
  return findings;
}

function explainFailure(url: URL, error: unknown): Finding {
  if (error instanceof DOMException && error.name === "TimeoutError") {
    return bad(
      "network",
      `${url.host} does not answer within 15 seconds. A firewall may swallow the connection.`,
    );
  }
  const code = codeOf(error);
  if (tlsCodes.test(code)) {
    return bad(
      "TLS",
      `The certificate of ${url.host} is not trusted (${code}). For a private authority, set NODE_EXTRA_CA_CERTS to its certificate.`,
    );
  }
  if (code === "ECONNREFUSED") {
    return bad("network", `Nothing listens at ${url.host}. Check the port and that the server is running.`);
  }
  return bad(
    "network",
    `${url.host} cannot be reached (${code || "unknown cause"}). Check your network, VPN and proxy.`,
  );
}

function codeOf(error: unknown): string {
  for (let current = error; current instanceof Error; current = current.cause) {
    const { code } = current as { code?: unknown };
    if (typeof code === "string") return code;
  }
  return "";
}

function checkBody(status: number, type: string, text: string): Finding {
  try {
    JSON.parse(text);
    return good("API", "There is an ftrack API at this address.");
  } catch {
    if (type.includes("html") || /^\s*</.test(text)) {
      return bad(
        "API",
        `A web page came back instead of the API (status ${status}): a proxy, a login page or a wrong path stands in between.`,
      );
    }
    return bad(
      "API",
      `What came back is no API answer (status ${status}). Is this the address of the ftrack server itself?`,
    );
  }
}

function checkClock(date: string | null, asked: number): Finding {
  if (date === null) return doubtful("clock", "The server does not tell its time.");
  const skew = asked - Date.parse(date);
  const seconds = Math.round(Math.abs(skew) / 1000);
  if (Math.abs(skew) <= tolerableSkew) return good("clock", "This machine and the server agree on the time.");
  const says = `This machine is ${seconds} seconds ${skew > 0 ? "ahead of" : "behind"} the server. Signed addresses and timers will look wrong; set the clock.`;
  return doubtful("clock", says);
}
