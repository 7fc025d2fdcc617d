"use client";

import { Tabs as BaseTabs } from "@base-ui/react/tabs";
import { cn } from "./cn.ts";

export const Tabs = BaseTabs.Root;

export function TabsList({ className, children }: { className?: string; children: React.ReactNode }) {
  return (
    <BaseTabs.List className={cn("flex gap-4 overflow-x-auto border-line border-b", className)}>
      {children}
    </BaseTabs.List>
  );
}

export function TabsTab({ value, children }: { value: string; children: React.ReactNode }) {
  return (
    <BaseTabs.Tab
      value={value}
      className="-mb-px h-9 whitespace-nowrap border-transparent border-b-2 text-quiet hover:text-ink data-active:border-accent data-active:text-ink"
    >
      {children}
    </BaseTabs.Tab>
  );
}

export function TabsPanel({
  value,
  className,
  children,
}: {
  value: string;
  className?: string;
  children: React.ReactNode;
}) {
  return (
    <BaseTabs.Panel value={value} className={cn("pt-3", className)}>
      {children}
    </BaseTabs.Panel>
  );
}
