"use client";

import Link from "next/link";
import { Checkbox } from "@/components/ui/checkbox.tsx";
import { Disclosure } from "@/components/ui/disclosure.tsx";
import { errorUnder } from "./field-errors.ts";
import { FormSection } from "./form-section.tsx";
import { ReaderFields } from "./reader-fields.tsx";
import type { SectionProps } from "./section-props.ts";

/** Where the answer says which version it comes from, and whether deploys are judged by it. */
export function VersionSection({ draft, set, errors }: SectionProps) {
  const hasReader = draft.version.from !== "none";
  return (
    <FormSection
      title="Which version answers"
      hint={
        <>
          Probe, and choose from what looks like a version in the answer, or say where it stands.{" "}
          <Link href="/docs/guides/report-your-version" className="link">
            My app does not report one
          </Link>
        </>
      }
    >
      <ReaderFields
        label="Version"
        none="Not read: watch health only"
        pointer="version"
        value={draft.version}
        errors={errors}
        onChange={(version) => set({ version })}
      />
      {hasReader && (
        <>
          <Checkbox
            label={
              <>
                Verifies deploys
                <span className="block text-quiet text-sm">
                  A deploy is live only when this monitor agrees; while one is open, it is probed in bursts.
                </span>
              </>
            }
            checked={draft.verifiesDeploys}
            onCheckedChange={(verifiesDeploys) => set({ verifiesDeploys })}
          />
          {errorUnder(errors, "verifiesDeploys") !== undefined && (
            <p className="text-error text-sm first-letter:uppercase">
              {errorUnder(errors, "verifiesDeploys")}
            </p>
          )}
        </>
      )}
      <Disclosure
        summary={<span className="text-sm">Which instance answered</span>}
        open={draft.instance.from !== "none" || errorUnder(errors, "instance") !== undefined}
      >
        <div className="mt-3 pl-5.5">
          <ReaderFields
            label="Instance"
            none="Not read"
            pointer="instance"
            value={draft.instance}
            errors={errors}
            onChange={(instance) => set({ instance })}
          />
          <p className="mt-2 max-w-prose text-quiet text-sm">
            Where answers name their pod, a stuck rollout can say how many were not replaced.
          </p>
        </div>
      </Disclosure>
    </FormSection>
  );
}
