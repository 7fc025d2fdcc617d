import type { ServiceWire } from "@rollcall/domain/wire";
import { listServices } from "@rollcall/services/services";
import Link from "next/link";
import { Button } from "@/components/ui/button.tsx";
import { Card } from "@/components/ui/card.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { PageHeader } from "@/components/ui/page-header.tsx";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table.tsx";
import { Time } from "@/components/ui/time.tsx";
import { countOf } from "@/format/count.ts";
import { shortVersion } from "@/format/version.ts";
import { requireContext } from "@/server/session.ts";

export const metadata = { title: "Services" };

export default async function ServicesPage() {
  const services = await listServices(await requireContext());
  return (
    <>
      <PageHeader
        title="Services"
        sentence={services.length === 0 ? "What you deploy." : servicesSentence(services)}
        actions={
          <Button variant="primary" render={<Link href="/monitors/new" />}>
            Create a monitor
          </Button>
        }
      />
      <Card bodyClassName="p-0">
        {services.length === 0 ? (
          <EmptyState title="No service yet">
            A service appears with its first monitor, or with the first deploy that CI announces for it.
          </EmptyState>
        ) : (
          <ServicesTable services={services} />
        )}
      </Card>
    </>
  );
}

function servicesSentence(services: ServiceWire[]): string {
  const blind = services.filter((service) =>
    service.environments.every(({ monitors }) => monitors === 0),
  ).length;
  const all = countOf(services.length, "service");
  return blind === 0
    ? `${all}, all of them monitored.`
    : `${all}; ${countOf(blind, "of them has", "of them have")} no monitor, so their deploys cannot be verified.`;
}

function ServicesTable({ services }: { services: ServiceWire[] }) {
  return (
    <Table label="Services">
      <TableHead>
        <TableHeader>Service</TableHeader>
        <TableHeader>Expected to serve</TableHeader>
        <TableHeader isNumber className="hidden @lg:table-cell">
          Monitors
        </TableHeader>
        <TableHeader isNumber className="hidden @2xl:table-cell">
          Known since
        </TableHeader>
      </TableHead>
      <TableBody>
        {services.map((service) => (
          <TableRow key={service.id}>
            <TableCell className="w-full min-w-28 max-w-0 truncate">
              <Link
                href={`/services/${encodeURIComponent(service.name)}`}
                title={service.name}
                className="font-medium hover:underline"
              >
                {service.name}
              </Link>
            </TableCell>
            <TableCell>
              <span className="grid gap-x-4 @2xl:flex">
                {service.environments.map((environment) => (
                  <span key={environment.id} className="flex max-w-48 gap-1.5">
                    <span className="truncate text-quiet" title={environment.name}>
                      {environment.name}
                    </span>
                    <span className="figures text-sm">
                      {environment.expectedVersion === null ? "–" : shortVersion(environment.expectedVersion)}
                    </span>
                  </span>
                ))}
              </span>
            </TableCell>
            <TableCell isNumber className="hidden @lg:table-cell">
              {service.environments.reduce((sum, environment) => sum + environment.monitors, 0)}
            </TableCell>
            <TableCell isNumber className="hidden @2xl:table-cell">
              <Time at={service.createdAt} />
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
