import { cn } from "./cn.ts";
import { CopyButton } from "./copy-button.tsx";
import { ScrollArea } from "./scroll-area.tsx";

/** Something to type or paste, with its copy button. `isOneLine` keeps it at the height of a row. */
export function CodeBlock({
  code,
  label = "Code",
  isOneLine = false,
  className,
}: {
  code: string;
  label?: string;
  isOneLine?: boolean;
  className?: string;
}) {
  return (
    <div className={cn("relative min-w-0 rounded-md border border-line bg-sunken", className)}>
      <ScrollArea label={label}>
        <pre className={cn("text-sm", isOneLine ? "px-2.5 py-1.5 pr-10" : "p-3 pr-12")}>
          <code>{code}</code>
        </pre>
      </ScrollArea>
      <CopyButton
        text={code}
        label={`Copy ${label.toLowerCase()}`}
        className={cn("absolute right-0 bg-sunken", isOneLine ? "top-0.5" : "top-1")}
      />
    </div>
  );
}
