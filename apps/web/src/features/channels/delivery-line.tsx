import type { DeliveryWire } from "@rollcall/domain/wire";
import { CircleAlertIcon, CircleCheckIcon, CircleDashedIcon } from "lucide-react";
import { cn } from "@/components/ui/cn.ts";
import { Time } from "@/components/ui/time.tsx";
import { deliveryResult, noticeWords } from "./delivery-words.ts";

const tones = {
  good: { icon: CircleCheckIcon, text: "text-expected" },
  bad: { icon: CircleAlertIcon, text: "text-error" },
  open: { icon: CircleDashedIcon, text: "text-quiet" },
} as const;

/** How one delivery went, what it told, and when. */
export function DeliveryLine({ delivery }: { delivery: DeliveryWire }) {
  const { tone, text } = deliveryResult(delivery);
  const { icon: Icon, text: colour } = tones[tone];
  return (
    <span className="flex min-w-0 items-start gap-1.5 text-sm">
      <Icon aria-hidden="true" className={cn("mt-0.5 size-4 shrink-0", colour)} />
      <span className="min-w-0 break-words">
        <span className={cn(tone !== "open" && colour)}>{text}</span>{" "}
        <span className="text-quiet">
          {noticeWords(delivery.notice)}, <Time at={delivery.sentAt ?? delivery.createdAt} />
        </span>
      </span>
    </span>
  );
}
