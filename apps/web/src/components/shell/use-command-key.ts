import { useIsBrowser } from "@/client/clock.tsx";

const isApple = () => /Mac|iPhone|iPad|iPod/.test(navigator.platform);

/** The key that goes with letters here; `null` until it is known, and then these keys are listened to. */
export function useCommandKey(): "⌘" | "Ctrl" | null {
  if (!useIsBrowser()) return null;
  return isApple() ? "⌘" : "Ctrl";
}
