"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { cn } from "@/components/ui/cn.ts";

const tabs = [
  { href: "/settings", name: "Workspace" },
  { href: "/settings/tokens", name: "API tokens" },
  { href: "/settings/registries", name: "Registries" },
  { href: "/settings/account", name: "Account" },
];

/** The rooms of the settings. */
export function SettingsTabs() {
  const pathname = usePathname();
  return (
    <nav aria-label="Settings" className="mb-5 flex gap-4 overflow-x-auto border-line border-b">
      {tabs.map(({ href, name }) => {
        const isHere = pathname === href;
        return (
          <Link
            key={href}
            href={href}
            aria-current={isHere ? "page" : undefined}
            className={cn(
              "-mb-px flex h-9 items-center whitespace-nowrap border-transparent border-b-2 text-quiet hover:text-ink",
              isHere && "border-accent text-ink",
            )}
          >
            {name}
          </Link>
        );
      })}
    </nav>
  );
}
