import type { Refusal as RefusalFacts } from "@/client/api.ts";
import { ErrorState } from "./error-state.tsx";

/** What the server refused, in its words; field errors that stand at their fields can be left out. */
export function Refusal({ refusal, isWithFields = true }: { refusal: RefusalFacts; isWithFields?: boolean }) {
  const fields = isWithFields ? Object.entries(refusal.fields) : [];
  return (
    <ErrorState title={refusal.title}>
      <p>{refusal.detail}</p>
      {fields.length > 0 && (
        <ul className="mt-1 list-disc pl-4">
          {fields.map(([pointer, detail]) => (
            <li key={pointer}>
              <code className="text-ink">{pointer}</code>: {detail}
            </li>
          ))}
        </ul>
      )}
    </ErrorState>
  );
}
