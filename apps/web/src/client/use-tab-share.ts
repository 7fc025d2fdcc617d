"use client";

import { useEffect } from "react";

/** Names the browser tab. Set with every paint, because a navigation inside the page puts the server's title back. */
export function useTabTitle(title: string): void {
  useEffect(() => {
    document.title = title;
  });
}

/**
 * Shows a running rollout in its browser tab: the title and a ring that fills with the share (0–100, `null` for no
 * ring). Everything is put back when the page is left.
 */
export function useTabShare(title: string, percent: number | null): void {
  useTabTitle(title);
  useEffect(() => {
    if (percent === null) return;
    const icons = [...document.querySelectorAll<HTMLLinkElement>('link[rel="icon"]')];
    const before = icons.map((icon) => icon.href);
    for (const icon of icons) icon.href = ringIcon(percent);
    return () => {
      icons.forEach((icon, index) => {
        icon.href = before[index] ?? "/icon.svg";
      });
    };
  }, [percent]);
}

/** Colours that stand on light and on dark tab bars; the favicon knows no theme. */
function ringIcon(percent: number): string {
  const length = 2 * Math.PI * 12;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><g fill="none" stroke-width="6" transform="rotate(-90 16 16)"><circle cx="16" cy="16" r="12" stroke="#8f9ba8" stroke-opacity=".45"/><circle cx="16" cy="16" r="12" stroke="#16a091" stroke-dasharray="${(length * percent) / 100} ${length}"/></g></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}
