"use client";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { useState } from "react";
import { RefusalError } from "./request.ts";

/** What is asked from the browser. A refusal is an answer and is not asked again; silence is, twice. */
export function QueryProvider({ children }: { children: React.ReactNode }) {
  const [client] = useState(
    () =>
      new QueryClient({
        defaultOptions: {
          queries: {
            staleTime: 5_000,
            retry: (failures, error) => failures < 2 && isSilence(error),
          },
        },
      }),
  );
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>;
}

function isSilence(error: Error): boolean {
  return !(error instanceof RefusalError) || error.refusal.status === 0 || error.refusal.status >= 500;
}
