"use client";

import type { MemberWire } from "@rollcall/domain/wire";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { requestApi } from "@/client/request.ts";
import { Input } from "@/components/ui/input.tsx";
import { toast } from "@/components/ui/toast.tsx";

/** What CI calls a member as the actor of a deploy, so that alerts can go to its author; saved when it is left. */
export function MemberHandles({ member }: { member: MemberWire }) {
  const router = useRouter();
  const stored = member.handles.join(", ");
  const [text, setText] = useState(stored);
  const change = useMutation({
    mutationFn: () =>
      requestApi<MemberWire>(`/api/v1/members/${member.userId}`, {
        method: "PATCH",
        body: {
          handles: text
            .split(",")
            .map((handle) => handle.trim())
            .filter(Boolean),
        },
      }),
    onSuccess: ({ name, handles }) => {
      setText(handles.join(", "));
      toast(
        handles.length === 0
          ? `${name} has no name in CI now.`
          : `CI knows ${name} as ${handles.join(", ")}.`,
      );
      router.refresh();
    },
    onError: (error) => toast.error(error.message),
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (text !== stored) change.mutate();
      }}
    >
      <Input
        aria-label={`What CI calls ${member.name}, separated by commas`}
        placeholder="name in CI"
        autoCapitalize="off"
        spellCheck={false}
        className="w-36"
        value={text}
        disabled={change.isPending}
        onChange={(event) => setText(event.target.value)}
        onBlur={(event) => event.currentTarget.form?.requestSubmit()}
      />
    </form>
  );
}
