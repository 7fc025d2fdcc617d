import { formatBytes, formatDuration } from "@rollcall/domain/words";
import type { Instance, Stores } from "@rollcall/services/instance";
import { countOf } from "../../format/count.ts";
import { formatRelative } from "../../format/duration.ts";

/** One line about what the instance lives on; `advice` where something is to be done. */
export type InstanceRow = { name: string; text: string; advice?: string };

/** How the instance is set up, as far as its state is told by it. */
export type InstanceSetup = { hasMail: boolean; operatorMedia: string[]; hasHeartbeat: boolean };

/** The lines, what carries messages first. */
export function instanceRows(instance: Instance, stores: Stores, setup: InstanceSetup): InstanceRow[] {
  const { facts } = instance;
  const atMs = instance.at.getTime();
  return [
    { name: "Queues", text: queuesText(facts.queues, facts.isQueueAway) },
    deliveriesRow(instance, stores),
    mailRow(facts.mailRefusedSince, stores, setup, atMs),
    { name: "Database", text: `${formatBytes(stores.databaseBytes)} large.` },
    ...facts.disks.map(({ workerId, freeBytes, totalBytes }) => ({
      name: "Disk",
      text: `${formatBytes(freeBytes)} of ${formatBytes(totalBytes)} free where ${workerId} keeps its data.`,
    })),
    toldRow(setup),
  ];
}

function queuesText(queues: Instance["facts"]["queues"], isAway: boolean): string {
  if (isAway) return "The queue does not answer.";
  const behind = queues.filter(({ waiting }) => waiting > 0);
  if (behind.length === 0) return "No job waits.";
  return behind
    .map(
      ({ queue, waiting, oldestMs }) =>
        `${queue}: ${countOf(waiting, "job")}, the oldest for ${formatDuration(oldestMs ?? 0)}.`,
    )
    .join(" ");
}

function deliveriesRow(
  { facts: { deadLetters } }: Instance,
  { deliveriesWaiting: waiting, deliveriesFailing: failing }: Stores,
): InstanceRow {
  const tried = failing === 0 ? "" : `, ${failing} of them tried in vain so far`;
  const first = waiting === 0 ? "No message waits" : `${countOf(waiting, "message")} to be sent${tried}`;
  const given = deadLetters === 0 ? "none was given up" : `${deadLetters} given up`;
  return {
    name: "Messages",
    text: `${first}; ${given} in the last day.`,
    ...(deadLetters > 0 && { advice: "Channels names the reason, and tries them again." }),
  };
}

function mailRow(
  refusedSince: number | null,
  { mailTakenAt }: Stores,
  { hasMail }: InstanceSetup,
  atMs: number,
): InstanceRow {
  const name = "Mail server";
  if (!hasMail) return { name, text: "Not set up: no email is sent.", advice: "Set SMTP_URL and MAIL_FROM." };
  if (refusedSince !== null)
    return {
      name,
      text: `Has taken nothing for ${formatDuration(atMs - refusedSince)}; mail waits and is tried again.`,
      advice: "What it said stands at each delivery of the incident.",
    };
  if (mailTakenAt === null) return { name, text: "Set up; nothing has been sent to a channel yet." };
  return { name, text: `Took the last mail to a channel ${formatRelative(mailTakenAt.getTime(), atMs)}.` };
}

function toldRow({ operatorMedia, hasHeartbeat }: InstanceSetup): InstanceRow {
  const name = "Told of trouble here";
  const beat = hasHeartbeat ? " Another system hears the outgoing heartbeat." : "";
  if (operatorMedia.length > 0)
    return { name, text: `Those who run this instance, by ${operatorMedia.join(" and ")}.${beat}` };
  return {
    name,
    text: `Nobody.${beat}`,
    advice: "Set ROLLCALL_OPERATORS_EMAIL, ROLLCALL_OPERATORS_WEBHOOK or both.",
  };
}
