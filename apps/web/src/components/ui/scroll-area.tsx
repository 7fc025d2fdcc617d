import { cn } from "./cn.ts";

/** Scrolls sideways by itself, so that the page never does; named and reachable, so that the keyboard can too. */
export function ScrollArea({
  label,
  className,
  children,
}: {
  label: string;
  className?: string;
  children: React.ReactNode;
}) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset groups controls; a section would be one landmark too many
    // biome-ignore lint/a11y/noNoninteractiveTabindex: without a stop in it, keys could not scroll it
    <div role="group" aria-label={label} tabIndex={0} className={cn("overflow-x-auto", className)}>
      {children}
    </div>
  );
}
