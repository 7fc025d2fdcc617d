/** For how long an incident is snoozed or a service muted, as offered. */
export const quietTimes = [
  { minutes: 30, name: "30 minutes" },
  { minutes: 120, name: "2 hours" },
  { minutes: 480, name: "8 hours" },
  { minutes: 1440, name: "1 day" },
  { minutes: 10_080, name: "1 week" },
];
