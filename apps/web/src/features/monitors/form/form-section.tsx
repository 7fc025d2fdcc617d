/** A part of a long form, named so that people can find their way in it. */
export function FormSection({
  title,
  hint,
  children,
}: {
  title: string;
  hint?: React.ReactNode;
  children: React.ReactNode;
}) {
  return (
    <fieldset className="min-w-0 border-line border-t pt-4">
      <legend className="float-left mb-1 w-full p-0 font-semibold text-lg">{title}</legend>
      {hint !== undefined && <p className="clear-both mb-3 max-w-prose text-quiet text-sm">{hint}</p>}
      <div className="clear-both grid min-w-0 grid-cols-1 gap-4">{children}</div>
    </fieldset>
  );
}
