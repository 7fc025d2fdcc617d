"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";
import { destinations } from "./navigation.ts";
import { readOverlay, setOverlay } from "./overlay-store.ts";
import { isSingleKey } from "./single-keys.ts";
import { useRoomHref } from "./use-room-href.ts";

const sequenceMs = 1500;

function isPaletteKey(event: KeyboardEvent): boolean {
  return event.key.toLowerCase() === "k" && (event.metaKey || event.ctrlKey);
}

/** ⌘K, `/`, `?`, and `g` followed by a room's letter. Renders nothing. */
export function Keyboard() {
  const router = useRouter();
  const toRoom = useRoomHref();
  const lastG = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => {
    const goAfterG = (event: KeyboardEvent) => {
      const isAfterG = event.timeStamp - lastG.current < sequenceMs;
      lastG.current = event.key === "g" && !isAfterG ? event.timeStamp : Number.NEGATIVE_INFINITY;
      const destination = isAfterG && destinations.find(({ key }) => key === event.key);
      if (destination) router.push(toRoom(destination.href));
    };
    const onKeyDown = (event: KeyboardEvent) => {
      if (isPaletteKey(event)) {
        event.preventDefault();
        setOverlay(readOverlay() === "palette" ? null : "palette");
      } else if (isSingleKey(event)) {
        if (event.key === "?") setOverlay("keys");
        else if (event.key === "/") {
          // Firefox would open its own search.
          event.preventDefault();
          setOverlay("palette");
        } else goAfterG(event);
      }
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [router, toRoom]);
  return null;
}
