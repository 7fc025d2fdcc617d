/** Whether every fault is to be played on every queue, and the storm in full, however long that takes. */
export const isThorough = process.env.FAULTS_THOROUGH === "1";
