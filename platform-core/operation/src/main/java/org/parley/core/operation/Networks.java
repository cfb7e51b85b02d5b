// SPDX-License-Identifier: Apache-2.0
package org.parley.core.operation;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** A set of network addresses, written as addresses and CIDR blocks. Immutable. */
public final class Networks {
  private static final Pattern FOUR = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
  private static final Pattern SIX = Pattern.compile("[0-9A-Fa-f:.]{2,45}");

  private final List<Block> blocks;

  private record Block(byte[] address, int bits) {
    private boolean contains(byte[] other) {
      if (other.length != address.length) {
        return false;
      }
      for (int bit = 0; bit < bits; bit++) {
        int mask = 0x80 >> (bit % 8);
        if ((address[bit / 8] & mask) != (other[bit / 8] & mask)) {
          return false;
        }
      }
      return true;
    }
  }

  private Networks(List<Block> blocks) {
    this.blocks = blocks;
  }

  /**
   * Reads {@code none}, or entries with commas between.
   *
   * @throws IllegalArgumentException naming the entry that is no address and no block
   */
  public static Networks of(String text) {
    if (text.strip().equals("none")) {
      return new Networks(List.of());
    }
    return new Networks(Arrays.stream(text.split(",", -1)).map(Networks::block).toList());
  }

  static boolean isValid(String text) {
    try {
      of(text);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** Whether an address in digits lies in here; anything else does not. */
  public boolean contains(String address) {
    return literal(address).map(this::contains).orElse(false);
  }

  /** Whether an address lies in here, by its bytes. */
  public boolean contains(byte[] address) {
    for (Block block : blocks) {
      if (block.contains(address)) {
        return true;
      }
    }
    return false;
  }

  /**
   * The bytes of an address in digits. Never asks a name server. An IPv4 address in IPv6 form is
   * taken for what it is.
   */
  public static Optional<byte[]> literal(String text) {
    String bare =
        text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
    boolean four = FOUR.matcher(bare).matches();
    boolean six = bare.indexOf(':') >= 0 && SIX.matcher(bare).matches();
    if (!four && !six) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByName(bare).getAddress());
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  private static Block block(String entry) {
    String[] parts = entry.strip().split("/", -1);
    byte[] address =
        literal(parts[0])
            .orElseThrow(() -> new IllegalArgumentException("\"" + entry + "\" is no address"));
    int most = address.length * 8;
    if (parts.length == 1) {
      return new Block(address, most);
    }
    if (parts.length > 2 || !parts[1].matches("[0-9]{1,3}") || Integer.parseInt(parts[1]) > most) {
      throw new IllegalArgumentException("\"" + entry + "\" is no network");
    }
    return new Block(address, Integer.parseInt(parts[1]));
  }

  @Override
  public String toString() {
    List<String> texts = new ArrayList<>();
    for (Block block : blocks) {
      try {
        String address = InetAddress.getByAddress(block.address()).getHostAddress();
        texts.add(address + "/" + block.bits());
      } catch (UnknownHostException e) {
        throw new IllegalStateException(e);
      }
    }
    return texts.isEmpty() ? "none" : String.join(",", texts);
  }
}
