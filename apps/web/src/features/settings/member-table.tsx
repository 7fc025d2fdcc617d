import type { MemberRole } from "@rollcall/domain/glossary";
import type { MemberWire } from "@rollcall/domain/wire";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table.tsx";
import { Time } from "@/components/ui/time.tsx";
import { Tooltip } from "@/components/ui/tooltip.tsx";
import { MemberRoleSelect, RemoveMember } from "./member-actions.tsx";
import { MemberHandles } from "./member-handles.tsx";
import { roleWords } from "./role-words.ts";

/** Who belongs to the workspace, and as what; `roles` are those the reader may give, none when they may not. */
export function MemberTable({
  members,
  userId,
  roles,
}: {
  members: MemberWire[];
  userId: string;
  roles: readonly MemberRole[];
}) {
  return (
    <Table label="Members">
      <TableHead>
        <TableHeader>Name</TableHeader>
        <TableHeader className="hidden @2xl:table-cell">Since</TableHeader>
        <TableHeader className="hidden @lg:table-cell">In CI</TableHeader>
        <TableHeader>Role</TableHeader>
        <TableHeader>
          <span className="sr-only">Actions</span>
        </TableHeader>
      </TableHead>
      <TableBody>
        {members.map((member) => {
          const isSelf = member.userId === userId;
          const isChangeable = roles.includes(member.role);
          return (
            <TableRow key={member.userId}>
              <TableCell className="w-full max-w-0">
                <span className="block truncate">
                  {member.name} {isSelf && <span className="text-quiet">(you)</span>}
                </span>
                <span className="block truncate text-quiet text-sm">{member.email}</span>
              </TableCell>
              <TableCell className="hidden @2xl:table-cell">
                <Time at={member.since} />
              </TableCell>
              <TableCell className="hidden @lg:table-cell">
                {isChangeable ? <MemberHandles member={member} /> : member.handles.join(", ")}
              </TableCell>
              <TableCell>
                {isChangeable ? (
                  <MemberRoleSelect member={member} roles={roles} />
                ) : (
                  <Tooltip text={roleWords[member.role]}>
                    <span>{member.role}</span>
                  </Tooltip>
                )}
              </TableCell>
              <TableCell className="text-right">
                {(isChangeable || isSelf) && members.length > 1 && (
                  <RemoveMember member={member} isSelf={isSelf} />
                )}
              </TableCell>
            </TableRow>
          );
        })}
      </TableBody>
    </Table>
  );
}
