import type { DeliveryWire } from "@rollcall/domain/wire";
import { RetryDelivery } from "@/components/incident/retry-delivery.tsx";
import { Card } from "@/components/ui/card.tsx";
import { DeliveryLine } from "./delivery-line.tsx";

/** The messages that were given up, with the reason, until somebody has them tried again. */
export function DeadLetters({ deliveries, canChange }: { deliveries: DeliveryWire[]; canChange: boolean }) {
  return (
    <Card title="Given up" bodyClassName="p-0">
      <ul className="divide-y divide-line">
        {deliveries.map((delivery) => (
          <li key={delivery.id} className="grid gap-1 p-3">
            <span className="font-medium">{delivery.channelName}</span>
            <DeliveryLine delivery={delivery} />
            {canChange && (
              <span>
                <RetryDelivery deliveryId={delivery.id} channelName={delivery.channelName} />
              </span>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}
