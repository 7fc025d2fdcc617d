"use client";

import { ThemeProvider } from "next-themes";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import { ClockProvider } from "@/client/clock.tsx";
import { QueryProvider } from "@/client/query-provider.tsx";
import { BucketPatterns } from "@/components/rollout/bucket-shape.tsx";
import { TimeCard } from "@/components/ui/time.tsx";
import { Toaster } from "@/components/ui/toast.tsx";
import { TooltipProvider } from "@/components/ui/tooltip.tsx";

/** What every page needs around it: theme, URL state, queries, the clock, tooltips and toasts. */
export function Providers({
  serverNow,
  nonce,
  children,
}: {
  serverNow: number;
  nonce: string | undefined;
  children: React.ReactNode;
}) {
  return (
    <ThemeProvider attribute="data-theme" defaultTheme="system" disableTransitionOnChange nonce={nonce}>
      <NuqsAdapter>
        <QueryProvider>
          <ClockProvider serverNow={serverNow}>
            <TooltipProvider delay={300}>{children}</TooltipProvider>
            <BucketPatterns />
            <TimeCard />
            <Toaster />
          </ClockProvider>
        </QueryProvider>
      </NuqsAdapter>
    </ThemeProvider>
  );
}
