import { lookup } from "node:dns/promises";
import { bad, doubtful, type Finding, good } from "./finding.js";

/** Whether an address is one, and what it resolves to. */
export async function checkAddress(address: string | undefined): Promise<{ finding: Finding; url?: URL }> {
  if (!address) {
    return {
      finding: bad(
        "address",
        "No server is named. Set FTRACK_SERVER, or pass --server https://studio.example.com.",
      ),
    };
  }
  if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol)) {
    return {
      finding: bad("address", `"${address}" is no web address. It has to start with https:// (or http://).`),
    };
  }
  const url = new URL(address);
  try {
    const { address: ip } = await lookup(url.hostname.replace(/^\[|\]$/g, ""));
    const insecure = url.protocol === "http:" && !["127.0.0.1", "::1"].includes(ip);
    const says = `${url.host} resolves to ${ip}.`;
    if (insecure)
      return { url, finding: doubtful("address", `${says} Without https, the API key travels readable.`) };
    return { url, finding: good("address", says) };
  } catch {
    const says = `The name ${url.hostname} cannot be resolved. Check its spelling, your network and your VPN.`;
    return { finding: bad("address", says) };
  }
}
