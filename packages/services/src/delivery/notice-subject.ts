/** What the alert, its changes and its recovery are all about; `where` of a query for its rows in the outbox. */
export type NoticeSubject = { incidentId: string } | { probeOutageId: string };

/** The subject of a notice; `null` for one that stands alone, such as a test or good news. */
export function noticeSubject(row: {
  incidentId: string | null;
  probeOutageId?: string | null;
}): NoticeSubject | null {
  if (row.incidentId !== null) return { incidentId: row.incidentId };
  return row.probeOutageId ? { probeOutageId: row.probeOutageId } : null;
}
