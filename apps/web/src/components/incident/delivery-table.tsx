import type { DeliveryWire } from "@rollcall/domain/wire";
import Link from "next/link";
import { formatMs } from "@/format/duration.ts";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "../ui/table.tsx";
import { Time } from "../ui/time.tsx";
import { deliveryWords } from "./incident-words.ts";

const colors: Record<DeliveryWire["state"], string> = {
  pending: "text-quiet",
  sent: "text-expected",
  failed: "text-previous",
  given_up: "text-error",
  merged: "text-quiet",
};

/** Every message with its receipt: to whom, whether it arrived, when, and what stood in its way. */
export function DeliveryTable({ deliveries }: { deliveries: DeliveryWire[] }) {
  return (
    <Table label="Messages">
      <TableHead>
        <TableHeader>Channel</TableHeader>
        <TableHeader className="hidden @lg:table-cell">Message</TableHeader>
        <TableHeader>Receipt</TableHeader>
        <TableHeader isNumber className="hidden @2xl:table-cell">
          Attempts
        </TableHeader>
        <TableHeader isNumber className="hidden @2xl:table-cell">
          Took
        </TableHeader>
        <TableHeader isNumber>At</TableHeader>
      </TableHead>
      <TableBody>
        {deliveries.map((delivery) => (
          <TableRow key={delivery.id}>
            <TableCell>
              <Link href="/channels" className="hover:underline">
                {delivery.channelName}
              </Link>{" "}
              <span className="text-quiet text-sm">{delivery.channelKind}</span>
            </TableCell>
            <TableCell className="hidden @lg:table-cell">
              <code className="text-sm">{delivery.notice}</code>
            </TableCell>
            <TableCell className="max-w-96 whitespace-normal [overflow-wrap:anywhere]">
              <span className={colors[delivery.state]}>{deliveryWords[delivery.state]}</span>
              {delivery.state === "failed" && delivery.nextAttemptAt !== null && (
                <span className="text-quiet">
                  {" "}
                  <Time at={delivery.nextAttemptAt} />
                </span>
              )}
              {delivery.lastError !== null && delivery.state !== "sent" && (
                <span className="block break-words text-quiet text-sm">{delivery.lastError}</span>
              )}
            </TableCell>
            <TableCell isNumber className="hidden @2xl:table-cell">
              {delivery.attempts}
            </TableCell>
            <TableCell isNumber className="hidden @2xl:table-cell">
              {formatMs(delivery.durationMs)}
            </TableCell>
            <TableCell isNumber>
              <Time at={delivery.sentAt ?? delivery.createdAt} show="clock" />
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
