import { cn } from "./cn.ts";

/** A framed part of a page with its own heading; tables come before cards, cards come with a reason. */
export function Card({
  title,
  actions,
  className,
  bodyClassName,
  children,
}: {
  title?: React.ReactNode;
  actions?: React.ReactNode;
  className?: string;
  bodyClassName?: string;
  children: React.ReactNode;
}) {
  return (
    <section className={cn("min-w-0 rounded-md border border-line bg-surface", className)}>
      {title !== undefined && (
        <div className="flex min-h-10 flex-wrap items-center justify-between gap-2 border-line border-b px-3 py-1">
          <h2 className="font-medium">{title}</h2>
          {actions}
        </div>
      )}
      <div className={cn("p-3", bodyClassName)}>{children}</div>
    </section>
  );
}
