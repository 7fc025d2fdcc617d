"use client";

import type { RegistryWire } from "@rollcall/domain/wire";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { refusalOf, requestApi } from "@/client/request.ts";
import { Button } from "@/components/ui/button.tsx";
import { ConfirmDialog } from "@/components/ui/confirm-dialog.tsx";
import { Time } from "@/components/ui/time.tsx";
import { toast } from "@/components/ui/toast.tsx";

/** Every registry with credentials; passwords are shown to nobody. */
export function RegistryList({ registries, canChange }: { registries: RegistryWire[]; canChange: boolean }) {
  return (
    <ul className="divide-y divide-line">
      {registries.map((registry) => (
        <li key={registry.id} className="flex min-h-9 flex-wrap items-center gap-x-4 gap-y-1 px-3 py-1.5">
          <code className="min-w-0 max-w-full truncate">{registry.host}</code>
          <span className="text-quiet text-sm">
            {registry.username === null ? "as nobody" : `as ${registry.username}`}
            {registry.plainHttp && ", without TLS"}, set <Time at={registry.updatedAt} />
          </span>
          {canChange && <Forget registry={registry} />}
        </li>
      ))}
    </ul>
  );
}

function Forget({ registry: { host } }: { registry: RegistryWire }) {
  const router = useRouter();
  const [isAsking, setIsAsking] = useState(false);
  const forget = useMutation({
    mutationFn: () => requestApi(`/api/v1/registries/${encodeURIComponent(host)}`, { method: "DELETE" }),
    onSuccess: () => {
      setIsAsking(false);
      toast(`${host} and its credentials are forgotten.`);
      router.refresh();
    },
  });
  return (
    <>
      <Button
        variant="ghost"
        size="sm"
        className="ml-auto"
        aria-label={`Forget ${host}`}
        onClick={() => setIsAsking(true)}
      >
        Forget
      </Button>
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setIsAsking}
        title={`Forget ${host}?`}
        description="Its images are looked for as a stranger would from now on. The credentials are deleted."
        confirm="Forget the registry"
        isBusy={forget.isPending}
        refusal={refusalOf(forget.error)}
        onConfirm={() => forget.mutate()}
      />
    </>
  );
}
