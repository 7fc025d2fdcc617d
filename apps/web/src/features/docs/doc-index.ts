import { causeEntries } from "./cause-index.ts";

export type DocEntry = {
  /** Its address under `/docs`, and its file under the repository's `docs` folder. */
  slug: string;
  title: string;
  about: string;
};
export type DocSection = { title: string; entries: DocEntry[] };

/** The pages for users, in reading order. What builders read stays in the repository. */
export const docSections: DocSection[] = [
  {
    title: "Start",
    entries: [
      { slug: "guides/quick-start", title: "Quick start", about: "From a URL to the first verdict." },
      {
        slug: "guides/announce-from-ci",
        title: "Announce a deploy from CI",
        about: "GitHub Actions, GitLab, curl, CLI; exit codes.",
      },
      {
        slug: "guides/report-your-version",
        title: "Make your app report its version",
        about: "Express, Next.js, Spring Boot, FastAPI, Go, nginx.",
      },
    ],
  },
  {
    title: "Watch and tell",
    entries: [
      {
        slug: "guides/monitors",
        title: "Monitors and version readers",
        about: "What to ask, what is a good answer, where the version stands.",
      },
      {
        slug: "guides/policy",
        title: "How strictly a deploy is judged",
        about: "What 10 % and 99 % mean, what they cost, and how to choose your own.",
      },
      {
        slug: "guides/alerts",
        title: "Alerts: who is told, and where",
        about: "Email, Slack, Teams, Discord, PagerDuty, signed webhooks; how to prove that it arrives.",
      },
      {
        slug: "guides/maintenance",
        title: "Maintenance: quiet, and out of the figures",
        about: "Begun by a pipeline, planned once or recurring; what it changes and what not.",
      },
      {
        slug: "guides/image-preflight",
        title: "Is the image there?",
        about: "What registries are asked, what follows, pull credentials.",
      },
      {
        slug: "guides/cdn",
        title: "Behind a CDN: edge or origin?",
        about: "Edge or origin, what caches say, the files of a new page.",
      },
      { slug: "causes", title: "Causes", about: "What each cause means, how to confirm and how to fix it." },
      {
        slug: "guides/kubernetes",
        title: "The cluster's own words",
        about: "Let kubectl's events name the cause, from a pipeline or from inside.",
      },
      { slug: "states", title: "What a deploy can be", about: "Every state and reason." },
      { slug: "glossary", title: "Glossary", about: "One word per concept." },
    ],
  },
  {
    title: "Run it",
    entries: [
      {
        slug: "guides/self-hosting",
        title: "Self-hosting",
        about: "Two commands, Docker Compose, environment, far regions.",
      },
      {
        slug: "guides/many-machines",
        title: "Many machines",
        about: "Kubernetes, Redis, another region or prober, upgrades without a pause.",
      },
      {
        slug: "reliability",
        title: "Reliability",
        about: "What is promised of alerts when things break, and what can happen twice.",
      },
    ],
  },
];

/** Every page, those of single causes too, which the navigation leaves to their overview. */
export const docEntries: DocEntry[] = [...docSections.flatMap((section) => section.entries), ...causeEntries];
