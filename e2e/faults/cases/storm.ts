import { onServer } from "@rollcall/testing/test-database";
import { waitUntil } from "@rollcall/testing/wait-until";
import { openHouse, webAndWorker } from "../house.ts";
import { patience } from "../patience.ts";
import { media } from "../receivers.ts";
import { isThorough } from "../thorough.ts";
import type { LoneCase } from "./index.ts";

/** A thousand cost a machine of two cores more than a minute. */
const count = isThorough ? 1_000 : 300;
const atOnce = 8;

/** Incidents by the hundred, with two of everything that could tell one of them twice. */
export const storm: LoneCase = {
  name: "incidents by the hundred at once",
  promised: "each of them is told by every channel, in a message of its own or in one about many, once",
  async play() {
    const house = await openHouse(webAndWorker, null);
    try {
      await house.start("worker");
      await house.receivers.addChannels(house.api, "storm");
      const beganAt = Date.now();
      const services = Array.from({ length: count }, (_, i) => `storm-${i}`);
      const waiting = services[Symbol.iterator]();
      // Nothing verifies them: each is an incident as soon as it is announced.
      const announcing = Array.from({ length: atOnce }, async () => {
        for (const service of waiting) await house.api.announce({ service, version: "1.42.0" });
      });
      await Promise.all(announcing);
      const seconds = Math.round((Date.now() - beganAt) / 1000);
      const url = house.postgres.url();
      const read = () => onServer(url, async (client) => (await client.query(ledger)).rows[0] as Ledger);
      await waitUntil(
        "every incident to be told",
        async () => {
          const now = await read();
          if (now.incidents < count || now.unsettled > 0) throw new Error(JSON.stringify(now));
          return true;
        },
        patience,
      );
      const { told, sent } = await read();
      const messages = house.receivers.messages();
      const mistakes = [
        ...(told === count * media.length ? [] : [`${told} of ${count * media.length} are told`]),
        ...(messages.length === sent ? [] : [`${messages.length} messages came of ${sent} that were sent`]),
        ...findRepeats(messages.flatMap(({ id, via }) => (id === null ? [] : [`${via} ${id}`]))),
        ...house.deserters(),
      ];
      return {
        name: storm.name,
        happened: `${count} incidents in ${seconds} s: ${told} alerts in ${sent} messages`,
        mistakes,
      };
    } finally {
      await house.close();
    }
  },
};

type Ledger = { incidents: number; unsettled: number; told: number; sent: number };

/** What the incidents' own account says: an alert is told by its own message, or by one that tells it as well. */
const ledger = `
  select count(distinct o.incident_id)::int as incidents,
    (count(*) filter (where d.id is null or d.state in ('pending', 'failed')))::int as unsettled,
    count(distinct (o.incident_id, d.channel_id)) filter (
      where d.state = 'sent' or (d.state = 'merged' and t.state = 'sent'))::int as told,
    (count(distinct coalesce(d.told_by, d.id)) filter (where d.state = 'sent'))::int as sent
  from outbox o left join delivery d on d.outbox_id = o.id left join delivery t on t.id = d.told_by
  where o.incident_id is not null`;

function findRepeats(ids: string[]): string[] {
  const seen = new Set<string>();
  return ids.filter((id) => seen.size === seen.add(id).size).map((id) => `${id} came twice`);
}
