import type { RoleState } from "@rollcall/domain/instance";
import type { Instance, RoleRow } from "@rollcall/services/instance";
import { HealthGlyph } from "@/components/state/state-glyph.tsx";
import { Card } from "@/components/ui/card.tsx";
import { cn } from "@/components/ui/cn.ts";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table.tsx";
import { Time } from "@/components/ui/time.tsx";
import type { InstanceRow } from "./instance-rows.ts";

/** How Rollcall's own programs do: what is wrong with them and what to do, who runs which role, and what they live on. */
export function InstanceCard({ instance, rows }: { instance: Instance; rows: InstanceRow[] }) {
  const { faults, roles } = instance;
  return (
    <Card title="Rollcall itself" bodyClassName="p-0">
      {faults.length > 0 && (
        <ul className="divide-y divide-line border-line border-b">
          {faults.map(({ code, isEssential, what, advice }) => (
            <li key={code} className="flex gap-2 px-3 py-2">
              <span className={cn("mt-0.5 shrink-0", isEssential ? "text-error" : "text-previous")}>
                <HealthGlyph state={isEssential ? "down" : "advisory"} />
              </span>
              <span className="min-w-0">
                <span className="block font-medium">{what}</span>
                <span className="block text-quiet text-sm">{advice}</span>
              </span>
            </li>
          ))}
        </ul>
      )}
      {roles.length > 0 && <RolesTable roles={roles} />}
      <InstanceRows rows={rows} />
    </Card>
  );
}

function InstanceRows({ rows }: { rows: InstanceRow[] }) {
  return (
    <dl className="grid gap-x-4 gap-y-1 border-line border-t px-3 py-2 text-sm @md:grid-cols-[auto_1fr]">
      {rows.map(({ name, text, advice }) => (
        <div key={`${name} ${text}`} className="@md:contents">
          <dt className="text-quiet">{name}</dt>
          <dd className="min-w-0 break-words">
            {text}
            {advice !== undefined && <span className="text-quiet"> {advice}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function RolesTable({ roles }: { roles: RoleRow[] }) {
  return (
    <Table label="Roles and the programs that run them">
      <TableHead>
        <TableHeader>Role</TableHeader>
        <TableHeader>State</TableHeader>
        <TableHeader isNumber>Last heard</TableHeader>
        <TableHeader isNumber className="hidden @md:table-cell">
          Last turn
        </TableHeader>
        <TableHeader className="hidden @2xl:table-cell">Program</TableHeader>
        <TableHeader isNumber className="hidden @3xl:table-cell">
          Version
        </TableHeader>
      </TableHead>
      <TableBody>
        {roles.map((row) => (
          <TableRow key={`${row.role} ${row.workerId}`}>
            <TableCell className="capitalize">{row.role}</TableCell>
            <TableCell>
              <RoleStateWord state={row.state} isLeader={row.isLeader} />
            </TableCell>
            <TableCell isNumber>
              <Time at={row.heardAt.toISOString()} />
            </TableCell>
            <TableCell isNumber className="hidden @md:table-cell">
              <Time at={row.doneAt.toISOString()} />
            </TableCell>
            <TableCell className="figures hidden text-quiet text-sm @2xl:table-cell">
              {row.workerId}
            </TableCell>
            <TableCell isNumber className="hidden @3xl:table-cell">
              {row.version}
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

const stateWords: Record<RoleState, string> = { well: "Works", hanging: "Hangs", silent: "Silent" };

function RoleStateWord({ state, isLeader }: { state: RoleState; isLeader: boolean }) {
  const isWell = state === "well";
  return (
    <span className={cn("inline-flex items-center gap-1.5", isWell ? "text-expected" : "text-previous")}>
      <HealthGlyph state={isWell ? "up" : "no_data"} />
      {isLeader && isWell ? "Leads" : stateWords[state]}
    </span>
  );
}
