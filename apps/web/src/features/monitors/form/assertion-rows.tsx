"use client";

import type { AssertionOp } from "@rollcall/domain/monitor-spec";
import { XIcon } from "lucide-react";
import { Button } from "@/components/ui/button.tsx";
import { Input } from "@/components/ui/input.tsx";
import { Select } from "@/components/ui/select.tsx";
import { opWords } from "../assertion-words.ts";
import { type AssertionDraft, assertionKinds, isPresence, newAssertion } from "./assertion-draft.ts";
import { errorUnder, type FieldErrors } from "./field-errors.ts";

const kindOptions = Object.entries(assertionKinds).map(([on, { name }]) => ({
  value: on as AssertionDraft["on"],
  label: name,
}));

/** The checks of a monitor, one a row, each readable as a sentence. */
export function AssertionRows({
  assertions,
  onChange,
  errors,
}: {
  assertions: AssertionDraft[];
  onChange: (assertions: AssertionDraft[]) => void;
  errors: FieldErrors;
}) {
  const change = (key: number, part: Partial<AssertionDraft>) =>
    onChange(assertions.map((row) => (row.key === key ? { ...row, ...part } : row)));
  return (
    <ol className="grid gap-2">
      {assertions.map((row, index) => {
        const error = errorUnder(errors, `assertions/${index}`);
        return (
          <li key={row.key} className="rounded-md border border-line bg-surface p-2">
            <AssertionRow
              row={row}
              position={index + 1}
              errorId={error === undefined ? undefined : `check-error-${row.key}`}
              onChange={(part) => change(row.key, part)}
              onRemove={() => onChange(assertions.filter(({ key }) => key !== row.key))}
            />
            {error !== undefined && (
              <p id={`check-error-${row.key}`} className="mt-1 text-error text-sm first-letter:uppercase">
                {error}
              </p>
            )}
          </li>
        );
      })}
    </ol>
  );
}

function AssertionRow({
  row,
  position,
  errorId,
  onChange,
  onRemove,
}: {
  row: AssertionDraft;
  position: number;
  errorId: string | undefined;
  onChange: (part: Partial<AssertionDraft>) => void;
  onRemove: () => void;
}) {
  const { ops } = assertionKinds[row.on];
  // A comparison that the menu does not offer may come from the API, and must not be lost by looking at it.
  const offered: AssertionOp[] = ops.includes(row.op) ? [...ops] : [...ops, row.op];
  const isNamed = row.on === "header" || row.on === "json";
  const says = (part: string) => `Check ${position}: ${part}`;
  const wrong = { "aria-invalid": errorId !== undefined || undefined, "aria-describedby": errorId };
  return (
    <div className="flex items-start gap-2">
      <div className="flex min-w-0 flex-1 flex-wrap gap-2">
        <Select
          aria-label={says("what is looked at")}
          className="w-36"
          options={kindOptions}
          value={row.on}
          onValueChange={(on) => onChange({ ...newAssertion(on), key: row.key })}
        />
        {isNamed && (
          <Input
            aria-label={says(row.on === "header" ? "header" : "JSON path")}
            className="figures w-28 grow text-sm"
            spellCheck={false}
            {...wrong}
            value={row.at}
            onChange={(event) => onChange({ at: event.target.value })}
          />
        )}
        <Select
          aria-label={says("comparison")}
          className="w-36"
          options={offered.map((op) => ({ value: op, label: opWords[op] }))}
          value={row.op}
          onValueChange={(op) => onChange({ op })}
        />
        {!isPresence(row.op) && (
          <Input
            aria-label={says("value")}
            className="figures w-28 grow text-sm"
            spellCheck={false}
            {...wrong}
            value={row.value}
            onChange={(event) => onChange({ value: event.target.value })}
          />
        )}
      </div>
      <Button variant="ghost" size="icon" aria-label={`Remove check ${position}`} onClick={onRemove}>
        <XIcon aria-hidden="true" />
      </Button>
    </div>
  );
}
