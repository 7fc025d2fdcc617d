/** What this page is for, and what to know before filling it in. */
export function AuthHeading({ title, children }: { title: string; children?: React.ReactNode }) {
  return (
    <header className="mb-5">
      <h1 className="font-semibold text-2xl">{title}</h1>
      {children !== undefined && <p className="mt-1 text-quiet">{children}</p>}
    </header>
  );
}
