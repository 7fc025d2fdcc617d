/** The top of a page: where it is, what it is called, and the sentence that says how things are. */
export function PageHeader({
  title,
  sentence,
  crumbs,
  actions,
}: {
  title: React.ReactNode;
  sentence?: React.ReactNode;
  crumbs?: React.ReactNode;
  actions?: React.ReactNode;
}) {
  return (
    <header className="mb-5">
      {crumbs && <div className="mb-1 text-quiet text-sm">{crumbs}</div>}
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <h1 className="min-w-0 break-words font-semibold text-2xl">{title}</h1>
        {actions !== undefined && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
      </div>
      {sentence !== undefined && <p className="mt-1 max-w-[75ch] text-quiet">{sentence}</p>}
    </header>
  );
}
