import { cn } from "./cn.ts";
import { ScrollArea } from "./scroll-area.tsx";

/**
 * A table in its own scroll area, so that a wide one never makes the page scroll sideways. Rows are 36 px.
 * Columns that can be spared are hidden by the width of that area: `hidden @3xl:table-cell`.
 */
export function Table({ className, label, ...props }: React.ComponentProps<"table"> & { label: string }) {
  return (
    <ScrollArea label={label} className="@container relative w-full">
      <table className={cn("w-full border-collapse text-left", className)} {...props} />
    </ScrollArea>
  );
}

export function TableHead({ children }: { children: React.ReactNode }) {
  return (
    <thead className="border-line border-b text-quiet text-xs">
      <tr>{children}</tr>
    </thead>
  );
}

export function TableHeader({
  className,
  isNumber = false,
  ...props
}: React.ComponentProps<"th"> & { isNumber?: boolean }) {
  return (
    <th
      scope="col"
      className={cn("h-8 whitespace-nowrap px-3 font-normal", isNumber && "text-right", className)}
      {...props}
    />
  );
}

export function TableBody({ className, ...props }: React.ComponentProps<"tbody">) {
  return <tbody className={cn("divide-y divide-line", className)} {...props} />;
}

export function TableRow({ className, ...props }: React.ComponentProps<"tr">) {
  return <tr className={cn("hover:bg-sunken/60", className)} {...props} />;
}

/** `isNumber` sets figures of one width, right-aligned. */
export function TableCell({
  className,
  isNumber = false,
  ...props
}: React.ComponentProps<"td"> & { isNumber?: boolean }) {
  return (
    <td
      className={cn(
        "h-9 whitespace-nowrap px-3 py-1 align-middle",
        isNumber && "figures text-right text-sm",
        className,
      )}
      {...props}
    />
  );
}
