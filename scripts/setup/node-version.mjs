/** Looks at the Node that runs this, before anything that an old Node could not read is loaded. */

const oldest = [20, 19];
/** When the even majors get their last fix; odd ones live for half a year and are never recommended. */
const lastFix = { 20: "2026-04-30", 22: "2027-04-30", 24: "2028-04-30", 26: "2029-04-30" };

const [major, minor] = process.versions.node.split(".").map(Number);

if (major < oldest[0] || (major === oldest[0] && minor < oldest[1])) {
  process.stderr.write(
    `Rollcall needs Node ${oldest.join(".")} or newer; this is ${process.versions.node}.\n` +
      "Install Node 24 (https://nodejs.org) and run the command again.\n",
  );
  process.exit(1);
}

/** What to say about running a product on this Node, `null` when it is fine. */
export function nodeWarning(now = new Date()) {
  const until = lastFix[major];
  if (until === undefined && major % 2 === 0) return null;
  if (until !== undefined && now.toISOString().slice(0, 10) <= until) return null;
  const why = until === undefined ? "is not a long-term release" : `has had no security fixes since ${until}`;
  return `Node ${process.versions.node} ${why}; use 24 for anything that matters.`;
}
