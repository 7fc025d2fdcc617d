"use client";

import { type RefObject, useEffect } from "react";

/** Moves the focus to the first field that a refusal names, once it is painted as invalid. */
export function useFocusInvalid(form: RefObject<HTMLFormElement | null>, refused: unknown): void {
  useEffect(() => {
    if (refused === null || refused === undefined) return;
    form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [form, refused]);
}
