// SPDX-License-Identifier: Apache-2.0
package org.parley.core.operation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworksTest {

  @ParameterizedTest
  @CsvSource({
    "10.0.0.7,true",
    "10.0.0.8,false",
    "192.168.255.1,true",
    "192.169.0.1,false",
    "::ffff:10.0.0.7,true",
    "::1,true",
    "[::1],true",
    "2001:db8::77,true",
    "2001:db9::77,false",
    "localhost,false",
    "unknown,false",
    "10.0.0,false",
    "'',false",
  })
  void containsWhatLiesInABlock(String address, boolean inside) {
    Networks networks = Networks.of("10.0.0.7, 192.168.0.0/16,::1,2001:db8::/32");
    assertThat(networks.contains(address)).isEqualTo(inside);
  }

  @Test
  void noneContainsNothing() {
    assertThat(Networks.of("none").contains("127.0.0.1")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "10.0.0.1,", "host", "10.0.0.0/x", "::/129", "1.2.3.4/8/9", "300.1.1.1"})
  void whatIsNoNetworkIsRefused(String text) {
    assertThat(Networks.isValid(text)).isFalse();
  }
}
