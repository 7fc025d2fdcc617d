import Link from "next/link";
import { Mark } from "@/components/shell/mark.tsx";
import { SkipLink } from "@/components/shell/skip-link.tsx";
import { ThemeToggle } from "@/components/shell/theme-toggle.tsx";
import { DocNavigation } from "@/features/docs/doc-navigation.tsx";

/** The documentation needs no session: it is the same for everybody. */
export default function DocsLayout({ children }: { children: React.ReactNode }) {
  return (
    <>
      <SkipLink />
      <header className="flex h-14 items-center justify-between gap-2 border-line border-b px-4 md:px-6">
        <Link href="/" className="flex items-center gap-2">
          <Mark />
          <span className="font-semibold">Rollcall</span>
        </Link>
        <nav aria-label="Elsewhere" className="flex items-center gap-3">
          <Link href="/docs" className="link">
            Guides
          </Link>
          <a href="/docs/api" className="link">
            API
          </a>
          <ThemeToggle />
        </nav>
      </header>
      <div className="mx-auto flex w-full max-w-250 gap-10 px-4 py-6 md:px-6">
        <DocNavigation className="sticky top-6 hidden w-52 shrink-0 self-start md:block" />
        <main id="main" tabIndex={-1} className="min-w-0 flex-1 outline-none">
          {children}
        </main>
      </div>
    </>
  );
}
