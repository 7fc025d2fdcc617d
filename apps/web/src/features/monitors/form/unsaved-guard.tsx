"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { ConfirmDialog } from "@/components/ui/confirm-dialog.tsx";

/** The link a click follows in this tab, inside this dashboard; `null` when the click does not leave the page. */
function followedLink(event: MouseEvent): string | null {
  const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  const anchor = event.target instanceof Element ? event.target.closest("a") : null;
  if (!isPlain || anchor === null || anchor.target === "_blank" || anchor.origin !== window.location.origin)
    return null;
  const isSamePage = anchor.pathname === window.location.pathname && anchor.search === window.location.search;
  return isSamePage ? null : anchor.href;
}

/** Asks before unsaved changes are lost, by a link or by closing the tab. */
export function UnsavedGuard({ isActive }: { isActive: boolean }) {
  const router = useRouter();
  const [asked, setAsked] = useState<string | null>(null);
  useEffect(() => {
    if (!isActive) return;
    const onUnload = (event: BeforeUnloadEvent) => event.preventDefault();
    const onClick = (event: MouseEvent) => {
      const href = followedLink(event);
      if (href === null) return;
      event.preventDefault();
      event.stopPropagation();
      setAsked(href);
    };
    window.addEventListener("beforeunload", onUnload);
    document.addEventListener("click", onClick, true);
    return () => {
      window.removeEventListener("beforeunload", onUnload);
      document.removeEventListener("click", onClick, true);
    };
  }, [isActive]);
  return (
    <ConfirmDialog
      open={asked !== null}
      onOpenChange={(isOpen) => !isOpen && setAsked(null)}
      title="Leave without saving?"
      description="What you changed here is not saved yet and will be lost."
      confirm="Leave"
      cancel="Stay"
      onConfirm={() => {
        if (asked !== null) router.push(asked);
        setAsked(null);
      }}
    />
  );
}
