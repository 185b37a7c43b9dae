/** Which addresses of the internet the desk may fetch from for somebody: never its own network, whatever name leads there. */
import { lookup as resolve, type LookupAddress } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'

const closed = new BlockList()
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3], // multicast, reserved, broadcast
] as const)
  closed.addSubnet(network, bits, 'ipv4')

// Of IPv6 only what is given out to the world counts, without the ranges in it that carry an IPv4 address or lead back.
const open = new BlockList()
open.addSubnet('2000::', 3, 'ipv6')
for (const [network, bits] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const)
  closed.addSubnet(network, bits, 'ipv6')

/** Whether an IP address lies outside of every private, local or special network. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address)
  if (family === 4) return !closed.check(address, 'ipv4')
  return family === 6 && open.check(address, 'ipv6') && !closed.check(address, 'ipv6')
}

/** A name lookup for one connection that finds allowed addresses only: the address that was checked is the one connected to. */
export const lookupAllowed =
  (allowed: (address: string) => boolean): LookupFunction =>
  (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, found: LookupAddress[]) => {
      const good = error ? [] : found.filter(({ address }) => allowed(address))
      const first = good[0]
      if (error || !first)
        callback(error ?? Object.assign(new Error(`${hostname} is not on the public internet`), { code: 'EPRIVATE' }), '', 0)
      else if (options.all) callback(null, good)
      else callback(null, first.address, first.family)
    })
  }
