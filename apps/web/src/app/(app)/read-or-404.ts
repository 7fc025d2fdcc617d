import { isAppError } from "@rollcall/domain/problem";
import { notFound } from "next/navigation";

/** Waits for what a page shows; what does not exist, or belongs to another workspace, is a 404. */
export async function readOr404<View>(view: Promise<View>): Promise<View> {
  try {
    return await view;
  } catch (error) {
    if (isAppError(error) && error.code === "not_found") notFound();
    throw error;
  }
}
