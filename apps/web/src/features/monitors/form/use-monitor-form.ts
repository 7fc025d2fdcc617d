"use client";

import type { MonitorWire } from "@rollcall/domain/wire";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import type { Refusal } from "@/client/api.ts";
import { refusalOf, requestApi } from "@/client/request.ts";
import { useProbe } from "../probe/use-probe.ts";
import type { FieldErrors } from "./field-errors.ts";
import {
  inputOfDraft,
  isChanged,
  type MonitorDraft,
  requestOfDraft,
  unreadableNumbers,
} from "./monitor-draft.ts";

/** Fields of the draft that are sent under another name. */
const pointers: Partial<Record<keyof MonitorDraft, string>> = { timeoutSeconds: "timeoutMs" };

/** The draft of a monitor with what can be done with it: change, probe, save. */
export function useMonitorForm({
  saved,
  monitorId,
  onSaved,
}: {
  saved: MonitorDraft;
  monitorId: string | null;
  onSaved: (monitor: MonitorWire) => void;
}) {
  const [draft, setDraft] = useState(saved);
  const [localErrors, setLocalErrors] = useState<FieldErrors>({});
  // An error stands until its field is touched: then it is not known to be true any more.
  const [touched, setTouched] = useState<string[]>([]);
  const [lastAsked, setLastAsked] = useState<"probe" | "save">("save");
  const probe = useProbe();
  const save = useMutation({
    mutationFn: (body: Record<string, unknown>) =>
      monitorId === null
        ? requestApi<MonitorWire>("/api/v1/monitors", { method: "POST", body })
        : requestApi<MonitorWire>(`/api/v1/monitors/${monitorId}`, { method: "PATCH", body }),
    onSuccess: onSaved,
  });
  const refusal = refusalOf(save.error);
  const answered = lastAsked === "probe" ? probe.refusal : refusal;
  const refused = { ...answered?.fields, ...localErrors };
  const isTouched = (pointer: string) =>
    touched.some((field) => pointer === field || pointer.startsWith(`${field}/`));
  const errors = Object.fromEntries(Object.entries(refused).filter(([pointer]) => !isTouched(pointer)));

  // What is said beside the button holds as long as something it speaks of stands as it was.
  const isMended = refusal !== null && hasFields(refusal) && Object.keys(errors).length === 0;
  const check = (): boolean => {
    const unreadable = unreadableNumbers(draft);
    setTouched([]);
    setLocalErrors(unreadable);
    return Object.keys(unreadable).length === 0;
  };
  return {
    draft,
    errors,
    probe,
    refusal: lastAsked === "save" && !isMended ? refusal : null,
    isSaving: save.isPending || save.isSuccess,
    isDirty: isChanged(draft, saved) && !save.isSuccess,
    set: (change: Partial<MonitorDraft>) => {
      setDraft((current) => ({ ...current, ...change }));
      const fields = (Object.keys(change) as (keyof MonitorDraft)[]).map((field) => pointers[field] ?? field);
      setTouched((current) => [...new Set([...current, ...fields])]);
    },
    startProbe: () => {
      if (!check()) return;
      setLastAsked("probe");
      // The stored one can be probed with its secrets; they are not here to be sent with a draft.
      const isStored = monitorId !== null && !isChanged(draft, saved);
      const { regions } = draft;
      if (isStored) probe.start(`/api/v1/monitors/${monitorId}/probe`, { regions });
      else probe.start("/api/app/probe", { ...requestOfDraft(draft), regions });
    },
    submit: () => {
      const { service, environment } = draft;
      const isNew = monitorId === null;
      if (!check()) return;
      setLastAsked("save");
      save.mutate({ ...(isNew && { service, environment }), ...inputOfDraft(draft) });
    },
    /** Another value each time something was found wrong. */
    lastRefused: Object.keys(localErrors).length > 0 ? localErrors : answered,
  };
}

function hasFields(refusal: Refusal): boolean {
  return Object.keys(refusal.fields).length > 0;
}
