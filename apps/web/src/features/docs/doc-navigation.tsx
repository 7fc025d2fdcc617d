"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { cn } from "@/components/ui/cn.ts";
import { docSections } from "./doc-index.ts";

/** The pages of the documentation, beside each of them. */
export function DocNavigation({ className }: { className?: string }) {
  const pathname = usePathname();
  return (
    <nav aria-label="Documentation" className={className}>
      {docSections.map((section) => (
        <div key={section.title} className="mb-4">
          <p className="mb-1 text-quiet text-xs">{section.title}</p>
          <ul className="grid gap-0.5">
            {section.entries.map(({ slug, title }) => {
              const isHere = pathname === `/docs/${slug}`;
              return (
                <li key={slug}>
                  <Link
                    href={`/docs/${slug}`}
                    aria-current={isHere ? "page" : undefined}
                    className={cn(
                      "block rounded-sm px-2 py-1 hover:bg-sunken",
                      isHere && "bg-sunken font-medium",
                    )}
                  >
                    {title}
                  </Link>
                </li>
              );
            })}
          </ul>
        </div>
      ))}
    </nav>
  );
}
