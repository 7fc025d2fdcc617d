"use client";

import { Button as BaseButton } from "@base-ui/react/button";
import { cva, type VariantProps } from "class-variance-authority";
import { cn } from "./cn.ts";

export const buttonVariants = cva(
  "inline-flex shrink-0 select-none items-center justify-center gap-1.5 whitespace-nowrap rounded-md border font-medium disabled:opacity-50 data-disabled:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0",
  {
    variants: {
      variant: {
        primary:
          "border-transparent bg-accent text-accent-ink hover:bg-[color-mix(in_srgb,var(--expected)_88%,var(--ink))]",
        secondary: "border-line bg-surface text-ink hover:bg-sunken",
        ghost: "border-transparent bg-transparent text-ink hover:bg-sunken",
        danger: "border-error bg-transparent text-error hover:bg-error/10",
      },
      size: {
        sm: "h-7 px-2 text-sm",
        md: "h-8 px-3 text-base",
        lg: "h-10 px-4 text-base",
        icon: "size-8 p-0",
      },
    },
    defaultVariants: { variant: "secondary", size: "md" },
  },
);

export type ButtonProps = React.ComponentProps<typeof BaseButton> & VariantProps<typeof buttonVariants>;

/** A verb. With `render={<Link …/>}` it is a link that looks like one; `isBusy` disables it and says so. */
export function Button({
  className,
  variant,
  size,
  isBusy = false,
  disabled,
  nativeButton,
  render,
  ...props
}: Omit<ButtonProps, "className"> & { className?: string; isBusy?: boolean }) {
  return (
    <BaseButton
      render={render}
      nativeButton={nativeButton ?? render === undefined}
      className={cn(buttonVariants({ variant, size }), className)}
      // The library would announce a button, but this one goes somewhere.
      {...(render !== undefined && { role: "link" })}
      disabled={disabled || isBusy}
      aria-busy={isBusy || undefined}
      {...props}
    />
  );
}
