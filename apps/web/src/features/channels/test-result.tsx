"use client";

import type { DeliveryWire } from "@rollcall/domain/wire";
import { refusalOf } from "@/client/request.ts";
import { ErrorState } from "@/components/ui/error-state.tsx";
import { Refusal } from "@/components/ui/refusal.tsx";
import { DeliveryLine } from "./delivery-line.tsx";

/** What became of a test: the real result, and what to do when nobody took it up. */
export function TestResult({
  isPending,
  error,
  data,
}: {
  isPending: boolean;
  error: Error | null;
  data: { delivery: DeliveryWire | null } | undefined;
}) {
  const refusal = refusalOf(error);
  return (
    <div role="status" className="min-w-0 empty:hidden">
      {isPending && <p className="text-quiet text-sm">Sending, and waiting for how it goes.</p>}
      {refusal !== null && <Refusal refusal={refusal} />}
      {data?.delivery != null && <DeliveryLine delivery={data.delivery} />}
      {data?.delivery === null && (
        <ErrorState title="No notifier took it up within 8 s">
          It stays in the outbox and is sent as soon as a program with the role <code>notifier</code> runs.
        </ErrorState>
      )}
    </div>
  );
}
