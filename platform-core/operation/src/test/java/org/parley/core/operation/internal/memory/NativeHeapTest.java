// SPDX-License-Identifier: Apache-2.0
package org.parley.core.operation.internal.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

class NativeHeapTest {
  @Test
  void itIsTrimmedWhereTheJvmKnowsHow() throws Exception {
    boolean known =
        Arrays.stream(
                ManagementFactory.getPlatformMBeanServer()
                    .getMBeanInfo(new ObjectName("com.sun.management:type=DiagnosticCommand"))
                    .getOperations())
            .anyMatch(operation -> operation.getName().equals("systemTrimNativeHeap"));
    NativeHeap heap = new NativeHeap();
    assertThat(heap.trim()).isEqualTo(known);
    heap.close();
  }
}
