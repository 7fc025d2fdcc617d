/**
 * Where the public internet ends. From the IANA special-purpose registries (RFC 6890 and its updates), with
 * what clouds keep inside ranges that look public.
 */

/** IPv4 ranges that a hosted Rollcall never speaks to. */
export const closedIpv4Ranges = [
  "0.0.0.0/8", // this network
  "10.0.0.0/8", // private
  "100.64.0.0/10", // carrier-grade NAT; a cloud's metadata lives at 100.100.100.200
  "127.0.0.0/8", // loopback
  "168.63.129.16/32", // a cloud's host agent, inside public space
  "169.254.0.0/16", // link-local, the metadata services
  "172.16.0.0/12", // private
  "192.0.0.0/24", // protocol assignments
  "192.0.2.0/24", // documentation
  "192.31.196.0/24", // AS112
  "192.52.193.0/24", // AMT
  "192.88.99.0/24", // 6to4 relays
  "192.168.0.0/16", // private
  "192.175.48.0/24", // AS112
  "198.18.0.0/15", // benchmarks
  "198.51.100.0/24", // documentation
  "203.0.113.0/24", // documentation
  "224.0.0.0/4", // multicast
  "240.0.0.0/4", // reserved, broadcast
] as const;

/**
 * IPv6 is closed by default: only 2000::/3 is global unicast. The first three ranges are everything else, and so
 * hold loopback, unspecified, IPv4-mapped, -compatible and -translated, NAT64, discard, unique local,
 * link-local, site-local and multicast. The others are holes inside global unicast.
 */
export const closedIpv6Ranges = [
  "::/3",
  "4000::/2",
  "8000::/1",
  "2001::/23", // Teredo, benchmarks, ORCHID
  "2001:db8::/32", // documentation
  "2002::/16", // 6to4: carries an IPv4 address
  "2620:4f:8000::/48", // AS112
  "3fff::/20", // documentation
] as const;
