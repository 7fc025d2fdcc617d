/** Takes due deliveries for one sender to send. */
import type { Database } from "@rollcall/db";
import { joinNotices } from "@rollcall/domain/delivery";
import { type ChannelKind, channelKind } from "@rollcall/domain/glossary";
import { type Notice, notice } from "@rollcall/domain/notice";
import type { Logger, Sealer } from "@rollcall/runtime";
import { type ChannelConfig, tryOpenChannelConfig } from "../channels/channel-config.ts";
import { findUnconfirmed } from "../channels/confirmed-addresses.ts";
import { type ClaimedRow, claimRows } from "./claim-rows.ts";
import { composeNotice } from "./compose-notice.ts";
import { channelLabel } from "./match-channels.ts";
import { readAuthorAddresses } from "./notice-author.ts";
import { readOwnerAddresses } from "./owners-channel.ts";
import { type Claim, settleDelivery } from "./settle-delivery.ts";

/**
 * A message that is ours until `claimedUntil`: send it, then `settleDelivery`. `reader` is for whom it is written, `thread`
 * what the sender kept of the thread. A digest goes under the id of its newest delivery, the others are `alsoTold`.
 */
export type ClaimedDelivery = Claim & {
  alsoTold: Claim[];
  /** Its channel does not take messages in time: see `chooseHeads`. */
  isSlow: boolean;
  kind: ChannelKind;
  config: ChannelConfig;
  notice: Notice;
  reader: { timeZone?: string; settingsUrl?: string };
  thread: unknown;
};

/** `baseUrl` is the root of links. */
export type ClaimDeps = {
  db: Database;
  now: () => Date;
  sealer: Sealer;
  baseUrl: string;
  log: Pick<Logger, "error">;
};

/**
 * Claims at most `limit` due messages for `claimMs` (longer than a send can take), and `slowLimit` of channels that do not
 * take them in time; each as it is true now. What can never be sent is given up at once.
 */
export async function claimDeliveries(
  deps: ClaimDeps,
  options: { limit: number; slowLimit: number; claimMs: number },
): Promise<ClaimedDelivery[]> {
  const messages = await claimRows(deps.db, deps.now(), options);
  const prepared = await Promise.allSettled(
    messages.map(async ({ rows, isSlow }) => {
      const prepareRow = prepareOrGiveUp(deps, openOnce(deps), isSlow);
      return joinDeliveries(deps, await Promise.all(rows.map(prepareRow)));
    }),
  );
  return prepared.flatMap((message) => {
    if (message.status === "fulfilled") return message.value;
    deps.log.error({ err: message.reason }, "a message could not be prepared; it will be claimed again");
    return [];
  });
}

type Open = (row: ClaimedRow) => Promise<Opened>;

/** Opens the config of one message's channel for all that stands in it; each notice to an author has its own readers. */
function openOnce(deps: ClaimDeps): Open {
  let opened: Promise<Opened> | null = null;
  return async (row) => {
    opened ??= openConfig(deps, row);
    const { config } = await opened;
    return config !== null && "author" in config ? openAuthor(deps.db, row) : opened;
  };
}

function prepareOrGiveUp(deps: ClaimDeps, open: Open, isSlow: boolean) {
  return async (row: ClaimedRow): Promise<ClaimedDelivery | null> => {
    const ready = await prepare(deps, open, row).catch((error) => surprise(deps, row, error));
    if (ready.kind === "send") return { ...ready.delivery, isSlow };
    const kind = ready.kind === "wait" ? "retry" : "refused";
    await settleDelivery(deps, row, { kind, error: ready.why }, null);
    return null;
  };
}

/** It is tried again as what was not taken is: it may lie in what is stored of this one message. */
function surprise({ log }: ClaimDeps, { deliveryId }: ClaimedRow, error: unknown): Prepared {
  log.error({ err: error, deliveryId }, "a delivery could not be prepared");
  return { kind: "wait", why: "Rollcall failed to prepare it." };
}

/** One message for each circle of readers. */
function joinDeliveries(deps: ClaimDeps, prepared: (ClaimedDelivery | null)[]): ClaimedDelivery[] {
  const circles = new Map<string, ClaimedDelivery[]>();
  for (const delivery of prepared) {
    if (delivery === null) continue;
    const readers = JSON.stringify(delivery.config);
    circles.set(readers, [...(circles.get(readers) ?? []), delivery]);
  }
  return [...circles.values()].flatMap((ready) => joinForReaders(deps, ready) ?? []);
}

/** The newest carries the others: an id stands for what is said, so a digest that more was added to has another one. */
function joinForReaders(
  { baseUrl, now }: ClaimDeps,
  prepared: readonly ClaimedDelivery[],
): ClaimedDelivery | undefined {
  const ready = prepared.toSorted((a, b) => (a.deliveryId < b.deliveryId ? -1 : 1));
  const newest = ready.at(-1);
  if (newest === undefined || ready.length === 1) return newest;
  const alsoTold = ready.slice(0, -1);
  const [first = newest.notice, ...rest] = ready.map((delivery) => delivery.notice);
  const scene = { channelId: newest.channelId, page: `${baseUrl}/incidents`, now: now().getTime() };
  return { ...newest, alsoTold, notice: joinNotices([first, ...rest], scene), thread: null };
}

/** `wait`: not for this program, but perhaps for a newer one that runs beside it. */
type Prepared =
  | { kind: "send"; delivery: Omit<ClaimedDelivery, "isSlow"> }
  | { kind: "give_up" | "wait"; why: string };

async function prepare(deps: ClaimDeps, open: Open, row: ClaimedRow): Promise<Prepared> {
  if (row.isGone) return { kind: "give_up", why: "the channel was deleted" };
  const parsed = notice.safeParse(row.notice);
  const kind = channelKind.safeParse(row.kind);
  if (!parsed.success || !kind.success)
    return { kind: "wait", why: "this notice was written by another version of Rollcall" };
  if (!row.isEnabled && parsed.data.type !== "channel.test")
    return { kind: "give_up", why: "the channel is switched off" };
  const opened = await open(row);
  if (opened.config === null) return { kind: "give_up", why: opened.why };
  const told = await composeNotice(deps.db, row, parsed.data, deps.now().getTime());
  if (told.notice === null) return { kind: "give_up", why: told.why };
  const { insteadOf, timeZone, channelId, sealed, forOwners, thread } = row;
  const { deliveryId, workspaceId, claimedUntil, attempts, firstTriedAt, longWaits } = row;
  return {
    kind: "send",
    delivery: {
      alsoTold: [],
      ...{ deliveryId, workspaceId, claimedUntil, attempts, firstTriedAt, longWaits },
      ...{ channelId, sealed, thread, kind: kind.data, config: opened.config },
      notice:
        insteadOf === null
          ? told.notice
          : { ...told.notice, telling: { ...told.notice.telling, insteadOf: channelLabel(insteadOf) } },
      reader: {
        ...(timeZone !== null && { timeZone }),
        ...(!forOwners && { settingsUrl: `${deps.baseUrl}/channels/${channelId}` }),
      },
    },
  };
}

type Opened = { config: ChannelConfig } | { config: null; why: string };

async function openConfig({ db, sealer }: ClaimDeps, row: ClaimedRow): Promise<Opened> {
  const { channelId, kind, sealed, workspaceId } = row;
  if (row.forOwners) {
    const to = await readOwnerAddresses(db, workspaceId);
    return to.length === 0
      ? { config: null, why: "no owner has an address" }
      : keepConfirmed(db, row, { to });
  }
  const config = tryOpenChannelConfig(sealer, { id: channelId, kind, sealed });
  if (config === null)
    return { config: null, why: "the channel's config does not open with this ROLLCALL_SECRET" };
  return keepConfirmed(db, row, config);
}

/**
 * The end of a problem is for whoever was told of it, although the last deploy may be somebody else's; and what others were
 * merged into is for their readers as well.
 */
async function openAuthor(db: Database, row: ClaimedRow): Promise<Opened> {
  const { workspaceId, incidentId, deliveryId } = row;
  const isProblem = notice.safeParse(row.notice).data?.tone === "problem";
  const notices = await db.prisma.outbox.findMany({
    where: {
      workspaceId,
      OR: [
        { id: row.outboxId },
        { deliveries: { some: { toldBy: deliveryId, state: "merged" } } },
        ...(isProblem || incidentId === null ? [] : [{ incidentId }]),
      ],
    },
    select: { notice: true },
  });
  const told = notices.flatMap((one) => notice.safeParse(one.notice).data ?? []);
  const to = await readAuthorAddresses(
    db.prisma,
    workspaceId,
    told.map(({ actor }) => actor),
  );
  return to.length === 0
    ? { config: null, why: "no member goes by the name of who announced the deploy" }
    : keepConfirmed(db, row, { to });
}

/** The config with the addresses that may be written to. */
async function keepConfirmed(db: Database, row: ClaimedRow, config: ChannelConfig): Promise<Opened> {
  if (!("to" in config)) return { config };
  const unconfirmed = await findUnconfirmed(db.prisma, row.workspaceId, config.to);
  const to = config.to.filter((address) => !unconfirmed.includes(address));
  if (to.length > 0) return { config: { to } };
  return { config: null, why: "no address of this channel has confirmed that it wants notices" };
}
