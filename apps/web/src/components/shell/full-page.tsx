import Link from "next/link";
import { Mark } from "./mark.tsx";

/** A page outside the shell: the mark, and one thing to read. */
export function FullPage({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <main className="mx-auto flex min-h-dvh max-w-120 flex-col justify-center gap-3 px-4 py-10">
      <Link href="/" aria-label="Rollcall" className="mb-2 w-fit">
        <Mark />
      </Link>
      <h1 className="font-semibold text-2xl">{title}</h1>
      {children}
    </main>
  );
}
