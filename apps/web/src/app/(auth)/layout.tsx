import { Mark } from "@/components/shell/mark.tsx";

/** Signing in and up: one narrow column. */
export default function AuthLayout({ children }: { children: React.ReactNode }) {
  return (
    <div className="flex min-h-dvh flex-col">
      <header className="flex h-14 items-center gap-2 px-4 md:px-6">
        <Mark />
        <span className="font-semibold">Rollcall</span>
      </header>
      <main className="mx-auto w-full max-w-96 flex-1 px-4 pt-[8vh] pb-10">{children}</main>
    </div>
  );
}
