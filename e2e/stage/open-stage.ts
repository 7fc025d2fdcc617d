import { Fleet } from "@rollcall/testing/fleet";
import { type HttpPeer, startHttpPeer } from "@rollcall/testing/http-peer";
import { type Product, startProduct } from "@rollcall/testing/product";
import { type SmtpPeer, startSmtpPeer } from "@rollcall/testing/smtp-peer";

export const regions = ["eu-west", "us-east", "ap-south"] as const;

/** The running product, a fleet for it to watch, and the receivers of what it tells. */
export type Stage = {
  product: Product;
  fleet: Fleet;
  smtp: SmtpPeer;
  slack: HttpPeer;
  close(): Promise<void>;
};

/** Opens all of it on loopback. The fleet has a site for every region, those of probers elsewhere among them. */
export async function openStage(
  own: readonly string[] = regions,
  elsewhere: readonly string[] = [],
): Promise<Stage> {
  const [smtp, slack] = await Promise.all([startSmtpPeer(), startHttpPeer()]);
  const fleet = new Fleet({ regions: [...own, ...elsewhere] });
  const closePeers = () => Promise.all([fleet.close(), smtp.close(), slack.close()]);
  try {
    const product = await startProduct({ regions: [...own], smtpUrl: smtp.url, isInMemory: true });
    const close = async () => {
      await product.stop();
      await closePeers();
    };
    return { product, fleet, smtp, slack, close };
  } catch (error) {
    await closePeers();
    throw error;
  }
}
