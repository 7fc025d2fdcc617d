/** Keeps the rail's width in a cookie, so that the server already paints it right. */
export const railCookie = "rollcall_rail";
