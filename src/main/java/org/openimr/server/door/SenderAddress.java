package org.openimr.server.door;

import jakarta.servlet.http.HttpServletRequest;

/** Tells apart the machines that requests come from. */
final class SenderAddress {

  private static final int NETWORK_OF_IPV6 = 4;

  private SenderAddress() {}

  /**
   * The address of a sender; of IPv6 its network, since a sender has all addresses of one.
   *
   * @param behindProxy whether a proxy tells the address, as the last one of {@code
   *     X-Forwarded-For}; those before it may be made up
   */
  static String of(HttpServletRequest request, boolean behindProxy) {
    String told = behindProxy ? request.getHeader("X-Forwarded-For") : null;
    String address =
        told == null || told.isBlank()
            ? request.getRemoteAddr()
            : told.substring(told.lastIndexOf(',') + 1).strip();
    return network(address.replaceAll("[\\[\\]]", ""));
  }

  private static String network(String address) {
    if (!address.contains(":") || address.contains(".")) {
      return address;
    }
    String[] groups = address.split("%", 2)[0].split(":", -1);
    StringBuilder network = new StringBuilder();
    for (int i = 0; i < Math.min(NETWORK_OF_IPV6, groups.length) && !groups[i].isEmpty(); i++) {
      network.append(groups[i]).append(':');
    }
    return network.toString();
  }
}
