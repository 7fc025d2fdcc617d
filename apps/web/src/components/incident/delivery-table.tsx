import type { DeliveryWire } from "@rollcall/domain/wire";
import Link from "next/link";
import { Disclosure } from "../ui/disclosure.tsx";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "../ui/table.tsx";
import { Time } from "../ui/time.tsx";
import { answerWords, attemptWords, receiptWords, triesSentence } from "./delivery-words.ts";
import { RetryDelivery } from "./retry-delivery.tsx";

const colors: Record<DeliveryWire["state"], string> = {
  pending: "text-quiet",
  sent: "text-expected",
  failed: "text-previous",
  given_up: "text-error",
  merged: "text-quiet",
};

/** Every message with its receipt: to whom, whether it arrived, when, and what stood in its way at each attempt. */
export function DeliveryTable({ deliveries, canChange }: { deliveries: DeliveryWire[]; canChange: boolean }) {
  const nameOf = (channelId: string) =>
    deliveries.find((delivery) => delivery.channelId === channelId)?.channelName ?? "another channel";
  return (
    <Table label="Messages">
      <TableHead>
        <TableHeader>Channel</TableHeader>
        <TableHeader className="hidden @lg:table-cell">Message</TableHeader>
        <TableHeader>Receipt</TableHeader>
      </TableHead>
      <TableBody>
        {deliveries.map((delivery) => (
          <TableRow key={delivery.id}>
            <TableCell className="align-top">
              <Link href="/channels" className="hover:underline">
                {delivery.channelName}
              </Link>{" "}
              <span className="text-quiet text-sm">{delivery.channelKind}</span>
            </TableCell>
            <TableCell className="hidden align-top @lg:table-cell">
              <code className="text-sm">{delivery.notice}</code>
            </TableCell>
            <TableCell className="max-w-96 whitespace-normal [overflow-wrap:anywhere]">
              <Receipt delivery={delivery} insteadOf={delivery.insteadOf && nameOf(delivery.insteadOf)} />
              {canChange && (delivery.state === "given_up" || delivery.state === "failed") && (
                <RetryDelivery deliveryId={delivery.id} channelName={delivery.channelName} />
              )}
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

function Receipt({ delivery, insteadOf }: { delivery: DeliveryWire; insteadOf: string | null }) {
  const { state, trail, nextAttemptAt, lastError } = delivery;
  const last = trail.at(-1);
  return (
    <>
      <span className={colors[state]}>{receiptWords(delivery)}</span>{" "}
      <span className="figures">
        <Time at={delivery.sentAt ?? last?.at ?? delivery.createdAt} show="clock" />
        {state === "sent" && last !== undefined && `, ${answerWords(last)}`}
      </span>
      {state === "failed" && nextAttemptAt !== null && (
        <span className="block text-quiet text-sm">
          tried again <Time at={nextAttemptAt} />
        </span>
      )}
      {lastError !== null && state !== "sent" && (
        <span className="block break-words text-quiet text-sm">{lastError}</span>
      )}
      {insteadOf !== null && (
        <span className="block text-quiet text-sm">Told here because {insteadOf} did not take it</span>
      )}
      {trail.length > 1 && (
        <Disclosure summary={triesSentence(delivery)} className="text-quiet text-sm">
          <ol className="figures mt-1 grid gap-0.5">
            {trail.map((attempt) => (
              <li key={attempt.at}>
                <Time at={attempt.at} show="clock" /> {attemptWords(attempt)}
              </li>
            ))}
          </ol>
        </Disclosure>
      )}
    </>
  );
}
