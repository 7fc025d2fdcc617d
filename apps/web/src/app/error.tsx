"use client";

import { FullPage } from "@/components/shell/full-page.tsx";
import { Button } from "@/components/ui/button.tsx";

export default function ErrorPage({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return (
    <FullPage title="This page could not be shown">
      <p className="text-quiet">
        Something failed while it was being put together. Probing, judging and alerting run apart from this
        page and are not affected.
      </p>
      {error.digest !== undefined && (
        <p className="text-quiet text-sm">
          For the log: <code>{error.digest}</code>
        </p>
      )}
      <div>
        <Button variant="primary" onClick={reset}>
          Try again
        </Button>
      </div>
    </FullPage>
  );
}
