"use client";

import { Button } from "@/components/ui/button.tsx";
import { ErrorState } from "@/components/ui/error-state.tsx";

export default function PageError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return (
    <ErrorState
      title="This page could not be read"
      action={<Button onClick={reset}>Try again</Button>}
      className="max-w-prose"
    >
      Nothing was changed. Probing, judging and alerting run apart from the dashboard and are not affected.
      {error.digest !== undefined && (
        <>
          {" "}
          For the log: <code>{error.digest}</code>
        </>
      )}
    </ErrorState>
  );
}
