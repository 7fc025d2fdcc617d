import { cn } from "./cn.ts";

/**
 * Nothing here: why it is empty, and the one next step. The mark shows nobody present yet; with `isAllClear`, where
 * nothing is the good news, everybody.
 */
export function EmptyState({
  title,
  isAllClear = false,
  children,
  action,
  className,
}: {
  title: React.ReactNode;
  isAllClear?: boolean;
  children?: React.ReactNode;
  action?: React.ReactNode;
  className?: string;
}) {
  return (
    <div className={cn("flex flex-col items-start gap-2 px-3 py-8", className)}>
      <Marks arePresent={isAllClear} />
      <p className="font-medium">{title}</p>
      {children !== undefined && <div className="max-w-prose text-quiet">{children}</div>}
      {action !== undefined && <div className="mt-1 flex flex-wrap gap-2">{action}</div>}
    </div>
  );
}

function Marks({ arePresent }: { arePresent: boolean }) {
  return (
    <svg
      width="44"
      height="16"
      viewBox="0 0 44 16"
      aria-hidden="true"
      className={arePresent ? "fill-expected stroke-expected" : "fill-transparent stroke-unreadable"}
    >
      {[0, 9, 18, 27, 36].map((x) => (
        <rect key={x} x={x + 0.75} y="0.75" width="5.5" height="14.5" strokeWidth="1.5" />
      ))}
    </svg>
  );
}
