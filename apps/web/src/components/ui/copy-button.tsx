"use client";

import { CheckIcon, CopyIcon } from "lucide-react";
import { useCopy } from "@/client/use-copy.ts";
import { Button } from "./button.tsx";
import { cn } from "./cn.ts";

/** Copies `text`. With children it is a labelled button, without it is an icon named by `label`. */
export function CopyButton({
  text,
  label = "Copy",
  variant = "ghost",
  size = "sm",
  className,
  children,
}: {
  text: string | (() => string);
  label?: string;
  variant?: "ghost" | "secondary" | "primary";
  size?: "sm" | "md";
  className?: string;
  children?: React.ReactNode;
}) {
  const { isCopied, copy } = useCopy();
  const Icon = isCopied ? CheckIcon : CopyIcon;
  return (
    <Button
      variant={variant}
      size={size}
      aria-label={children === undefined ? label : undefined}
      className={cn(children === undefined && "w-7 px-0", className)}
      onClick={() => copy(typeof text === "string" ? text : text())}
    >
      <Icon aria-hidden="true" />
      {children}
      <span role="status" className="sr-only">
        {isCopied ? "Copied" : ""}
      </span>
    </Button>
  );
}
