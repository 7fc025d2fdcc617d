import { OctagonAlertIcon } from "lucide-react";
import { cn } from "./cn.ts";

/** Something went wrong: what happened, what was kept, what to do next. */
export function ErrorState({
  title,
  children,
  action,
  className,
}: {
  title: React.ReactNode;
  children?: React.ReactNode;
  action?: React.ReactNode;
  className?: string;
}) {
  return (
    <div
      role="alert"
      className={cn("flex items-start gap-2.5 rounded-md border border-error/50 p-3", className)}
    >
      <OctagonAlertIcon aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-error" />
      <div className="min-w-0">
        <p className="font-medium">{title}</p>
        {children !== undefined && <div className="mt-0.5 max-w-prose text-quiet">{children}</div>}
        {action !== undefined && <div className="mt-2 flex flex-wrap gap-2">{action}</div>}
      </div>
    </div>
  );
}
