import { BlockList, isIP } from "node:net";
import { AppError } from "@rollcall/domain/problem";
import { closedIpv4Ranges, closedIpv6Ranges } from "./address-ranges.ts";

/** Decides which addresses may be spoken to. */
export type Guard = {
  /** True for an address of the public internet or one the operator opened; false for anything unparsable. */
  isOpen(address: string): boolean;
  /** True only for an address the operator opened by name, be it public or not. */
  isNamed(address: string): boolean;
  /** Whether the operator opened any at all. */
  namesAny: boolean;
};

/**
 * A guard that closes everything outside the public internet except `allowTargets`, the value of
 * `ROLLCALL_ALLOW_TARGETS`: a comma list of CIDRs or addresses, or `all`. An IPv4 range opens IPv4 addresses only,
 * never a form of IPv6 that carries one. Throws `invalid_input` that lists every entry it cannot read.
 */
export function createGuard(allowTargets: string): Guard {
  const entries = allowTargets
    .split(",")
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "");
  const isAddress = (address: string) => isIP(address) !== 0;
  if (entries.includes("all")) return { isOpen: isAddress, isNamed: isAddress, namesAny: true };
  const wrong = entries.filter((entry) => parseRange(entry) === null);
  if (wrong.length > 0)
    throw new AppError(
      "invalid_input",
      `ROLLCALL_ALLOW_TARGETS takes CIDRs such as 10.0.0.0/8, or "all"; cannot read: ${wrong.join(", ")}`,
    );
  const closed = rangeSet([...closedIpv4Ranges, ...closedIpv6Ranges]);
  const opened = rangeSet(entries);
  const isOpen = remember((address) => isAddress(address) && (!closed.has(address) || opened.has(address)));
  return {
    isOpen,
    isNamed: (address) => isAddress(address) && opened.has(address),
    namesAny: entries.length > 0,
  };
}

/** The ranges never change, and the same few addresses are asked about at every probe. */
const rememberedMax = 10_000;

function remember(decide: (address: string) => boolean): (address: string) => boolean {
  const known = new Map<string, boolean>();
  return (address) => {
    const before = known.get(address);
    if (before !== undefined) return before;
    if (known.size >= rememberedMax) known.clear();
    const isOpen = decide(address);
    known.set(address, isOpen);
    return isOpen;
  };
}

type Range = { address: string; prefix: number; family: 4 | 6 };

function parseRange(text: string): Range | null {
  const [address = "", prefixText, ...rest] = text.split("/");
  const family = isIP(address);
  if ((family !== 4 && family !== 6) || address.includes("%") || rest.length > 0) return null;
  const bits = family === 4 ? 32 : 128;
  if (prefixText === undefined) return { address, prefix: bits, family };
  const prefix = /^\d{1,3}$/.test(prefixText) ? Number(prefixText) : Number.NaN;
  return prefix <= bits ? { address, prefix, family } : null;
}

/** One list per family, because a `BlockList` also matches IPv4 addresses against rules for IPv4-mapped IPv6. */
function rangeSet(texts: readonly string[]): { has(address: string): boolean } {
  const lists = { 4: new BlockList(), 6: new BlockList() };
  for (const text of texts) {
    const range = parseRange(text);
    if (range) lists[range.family].addSubnet(range.address, range.prefix, `ipv${range.family}`);
  }
  return {
    has: (address) =>
      isIP(address) === 4 ? lists[4].check(address, "ipv4") : lists[6].check(address, "ipv6"),
  };
}
