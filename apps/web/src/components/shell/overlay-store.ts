/** Whether the palette or the list of keys is open: asked for from several places, shown in one. */
type Overlay = "palette" | "keys" | null;

let overlay: Overlay = null;
const listeners = new Set<() => void>();

export function setOverlay(next: Overlay): void {
  overlay = next;
  for (const listener of listeners) listener();
}

export function readOverlay(): Overlay {
  return overlay;
}

export function openPalette(): void {
  setOverlay("palette");
}

export function subscribeOverlay(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
