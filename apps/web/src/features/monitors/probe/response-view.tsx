import type { Inspection } from "@rollcall/queue";
import { PhaseNumbers } from "./phases-bar.tsx";

/** One answer laid open: where the time went, who answered, headers, and the head of the body. */
export function ResponseView({ inspection }: { inspection: Inspection }) {
  const { timings, remoteAddress, tlsDaysLeft, redirects, headers, bodyHead } = inspection;
  const facts = [
    { name: "Remote address", value: remoteAddress },
    { name: "Certificate valid for", value: tlsDaysLeft === null ? null : `${Math.floor(tlsDaysLeft)} days` },
    { name: "Redirected to", value: redirects.length === 0 ? null : redirects.join(" → ") },
    { name: "Version read", value: inspection.version?.value ?? null },
    { name: "Instance read", value: inspection.instance },
  ];
  return (
    <div className="grid min-w-0 grid-cols-1 gap-3 border-line border-t bg-canvas p-3">
      <PhaseNumbers timings={timings} />
      <dl className="flex flex-wrap gap-x-4 gap-y-1 text-sm">
        {facts.map(
          ({ name, value }) =>
            value !== null && (
              <div key={name} className="flex min-w-0 gap-1.5">
                <dt className="shrink-0 text-quiet">{name}</dt>
                <dd className="figures min-w-0 break-all">{value}</dd>
              </div>
            ),
        )}
      </dl>
      {headers.length > 0 && <ResponseHead headers={headers} bodyHead={bodyHead} />}
    </div>
  );
}

function ResponseHead({ headers, bodyHead }: Pick<Inspection, "headers" | "bodyHead">) {
  return (
    <div className="rounded-md border border-line bg-sunken">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scroll area must be reachable by keyboard */}
      <section aria-label="Head of the answer" tabIndex={0} className="max-h-80 overflow-auto p-2.5">
        <pre className="whitespace-pre-wrap break-all text-xs">
          {headers.map(([name, value], index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a header may be sent twice and never moves
            <span key={index}>
              <span className="text-quiet">{name}: </span>
              {value}
              {"\n"}
            </span>
          ))}
          {bodyHead !== null && `\n${bodyHead}`}
        </pre>
      </section>
    </div>
  );
}
