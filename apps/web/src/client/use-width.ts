"use client";

import { useEffect, useRef, useState } from "react";

/** The measured width of an element in px; `initialPx` until the browser has laid it out. */
export function useWidth<E extends HTMLElement>(initialPx: number) {
  const ref = useRef<E>(null);
  const [width, setWidth] = useState(initialPx);
  useEffect(() => {
    const element = ref.current;
    if (element === null) return;
    const observer = new ResizeObserver(
      ([entry]) => entry !== undefined && setWidth(entry.contentRect.width),
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return { ref, width };
}
