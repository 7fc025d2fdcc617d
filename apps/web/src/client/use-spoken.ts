"use client";

import { useEffect, useRef, useState } from "react";

const quietMs = 15_000;

/** What a live region should say: at once when `key` changes, otherwise the newest text at most every 15 seconds. */
export function useSpoken(text: string, key: string): string {
  const [spoken, setSpoken] = useState(text);
  const last = useRef({ key, atMs: Number.NEGATIVE_INFINITY });
  useEffect(() => {
    const say = () => {
      last.current = { key, atMs: performance.now() };
      setSpoken(text);
    };
    const wait = last.current.key === key ? last.current.atMs + quietMs - performance.now() : 0;
    if (wait <= 0) return say();
    const timer = setTimeout(say, wait);
    return () => clearTimeout(timer);
  }, [text, key]);
  return spoken;
}
