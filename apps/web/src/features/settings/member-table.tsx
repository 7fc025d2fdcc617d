import type { MemberWire } from "@rollcall/domain/wire";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table.tsx";
import { Time } from "@/components/ui/time.tsx";
import { Tooltip } from "@/components/ui/tooltip.tsx";
import { roleWords } from "./role-words.ts";

/** Who belongs to the workspace, and as what. */
export function MemberTable({ members, userId }: { members: MemberWire[]; userId: string }) {
  return (
    <Table label="Members">
      <TableHead>
        <TableHeader>Name</TableHeader>
        <TableHeader className="max-sm:hidden">Email</TableHeader>
        <TableHeader>Role</TableHeader>
        <TableHeader className="max-sm:hidden">Since</TableHeader>
      </TableHead>
      <TableBody>
        {members.map((member) => (
          <TableRow key={member.userId}>
            <TableCell className="w-full max-w-0 truncate">
              {member.name} {member.userId === userId && <span className="text-quiet">(you)</span>}
            </TableCell>
            <TableCell className="max-sm:hidden">{member.email}</TableCell>
            <TableCell>
              <Tooltip text={roleWords[member.role]}>
                <span>{member.role}</span>
              </Tooltip>
            </TableCell>
            <TableCell className="max-sm:hidden">
              <Time at={member.since} />
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
