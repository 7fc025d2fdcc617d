"use client";

import type { TokenWire } from "@rollcall/domain/wire";
import { useClockText } from "@/client/clock.tsx";
import { Badge } from "@/components/ui/badge.tsx";
import { cn } from "@/components/ui/cn.ts";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table.tsx";
import { Time } from "@/components/ui/time.tsx";
import { RevokeToken } from "./revoke-token.tsx";
import { reachWords, tokenState } from "./token-words.ts";

/** Every token, those that are over too; their secrets are nowhere. */
export function TokenTable({ tokens, canChange }: { tokens: TokenWire[]; canChange: boolean }) {
  return (
    <Table label="API tokens">
      <TableHead>
        <TableHeader>Name</TableHeader>
        <TableHeader>Scope</TableHeader>
        <TableHeader className="max-lg:hidden">Limited to</TableHeader>
        <TableHeader className="max-md:hidden">Begins with</TableHeader>
        <TableHeader className="max-md:hidden">Last used</TableHeader>
        <TableHeader className="max-md:hidden">Ends</TableHeader>
        <TableHeader>
          <span className="sr-only">Actions</span>
        </TableHeader>
      </TableHead>
      <TableBody>
        {tokens.map((token) => (
          <TokenRow key={token.id} token={token} canChange={canChange} />
        ))}
      </TableBody>
    </Table>
  );
}

function TokenRow({ token, canChange }: { token: TokenWire; canChange: boolean }) {
  const state = useClockText((now) => tokenState(token, now));
  const isOver = state !== "active";
  return (
    <TableRow className={cn(isOver && "text-quiet")}>
      <TableCell className="w-full max-w-0 truncate">{token.name}</TableCell>
      <TableCell>{token.scope}</TableCell>
      <TableCell className="max-w-64 truncate max-lg:hidden">{reachWords(token)}</TableCell>
      <TableCell className="max-md:hidden">
        <code className="text-sm">{token.prefix}…</code>
      </TableCell>
      <TableCell className="max-md:hidden">
        {token.lastUsedAt === null ? "never" : <Time at={token.lastUsedAt} />}
      </TableCell>
      <TableCell className="max-md:hidden">
        {token.expiresAt === null ? "never" : <Time at={token.expiresAt} />}
      </TableCell>
      <TableCell className="text-right">
        {isOver ? <Badge>{state}</Badge> : canChange && <RevokeToken token={token} />}
      </TableCell>
    </TableRow>
  );
}
