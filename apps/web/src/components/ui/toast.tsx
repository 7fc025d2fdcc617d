"use client";

import { useTheme } from "next-themes";
import { Toaster as Sonner, toast } from "sonner";

export { toast };

/** Where short confirmations appear. Errors that need an answer stand beside what caused them instead. */
export function Toaster() {
  const { resolvedTheme } = useTheme();
  return (
    <Sonner
      theme={resolvedTheme === "dark" ? "dark" : "light"}
      position="bottom-right"
      style={{ fontFamily: "inherit" }}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            "flex w-full items-start gap-2 rounded-md border border-line bg-surface p-3 text-base text-ink shadow-[0_4px_16px_rgb(0_0_0/0.12)]",
          description: "text-quiet text-sm",
          error: "border-error/50",
        },
      }}
    />
  );
}
