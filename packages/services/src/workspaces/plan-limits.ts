/** The plans there are: `free` for strangers on somebody's instance, `self_hosted` for its own people. */
export type Plan = "free" | "self_hosted";

/** What a plan allows. A self-hosted instance limits nothing but what keeps it healthy. */
export type PlanLimits = {
  monitors: number;
  intervalSecondsMin: number;
  /** For how many days single answers can be read, where the instance keeps them for as long. */
  answerDays: number;
};

const free: PlanLimits = { monitors: 3, intervalSecondsMin: 600, answerDays: 7 };
const limits: Record<Plan, PlanLimits> = {
  free,
  self_hosted: { monitors: 5000, intervalSecondsMin: 10, answerDays: Number.POSITIVE_INFINITY },
};

/** The limits of a plan by its name; an unknown name gets those of `free`. */
export function planLimits(plan: string): PlanLimits {
  return limits[plan as Plan] ?? free;
}
