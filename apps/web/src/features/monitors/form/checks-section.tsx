"use client";

import { PlusIcon } from "lucide-react";
import { buttonVariants } from "@/components/ui/button.tsx";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu.tsx";
import { type AssertionDraft, assertionKinds, newAssertion } from "./assertion-draft.ts";
import { AssertionRows } from "./assertion-rows.tsx";
import { FormSection } from "./form-section.tsx";
import type { SectionProps } from "./section-props.ts";

/** What must hold of an answer for it to count as good. */
export function ChecksSection({ draft, set, errors }: SectionProps) {
  const { assertions } = draft;
  return (
    <FormSection
      title="What a good answer is"
      hint={
        assertions.length === 0
          ? "Any answer at all is good, whatever its status."
          : 'All of these must hold. For a JSON field, ok is text, 3 a number, true a boolean, and "3" in quotes text again.'
      }
    >
      <AssertionRows assertions={assertions} errors={errors} onChange={(next) => set({ assertions: next })} />
      <DropdownMenu>
        <DropdownMenuTrigger className={`${buttonVariants({ size: "sm" })} justify-self-start`}>
          <PlusIcon aria-hidden="true" /> Add a check
        </DropdownMenuTrigger>
        <DropdownMenuContent>
          {Object.entries(assertionKinds).map(([on, { name }]) => (
            <DropdownMenuItem
              key={on}
              onClick={() => set({ assertions: [...assertions, newAssertion(on as AssertionDraft["on"])] })}
            >
              {name}
            </DropdownMenuItem>
          ))}
        </DropdownMenuContent>
      </DropdownMenu>
    </FormSection>
  );
}
