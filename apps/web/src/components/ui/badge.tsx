import { cva, type VariantProps } from "class-variance-authority";
import { cn } from "./cn.ts";

const badgeVariants = cva(
  "inline-flex h-5 items-center gap-1 whitespace-nowrap rounded-sm border px-1.5 text-xs [&_svg]:size-3",
  {
    variants: {
      tone: {
        neutral: "border-line text-quiet",
        good: "border-expected/40 text-expected",
        warning: "border-previous/40 text-previous",
        critical: "border-error/50 text-error",
        other: "border-other/40 text-other",
      },
    },
    defaultVariants: { tone: "neutral" },
  },
);

/** A word in a frame; the tone only underlines what the word says. */
export function Badge({
  className,
  tone,
  ...props
}: React.ComponentProps<"span"> & VariantProps<typeof badgeVariants>) {
  return <span className={cn(badgeVariants({ tone }), className)} {...props} />;
}
