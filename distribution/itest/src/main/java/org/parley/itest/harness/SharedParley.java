// SPDX-License-Identifier: Apache-2.0
package org.parley.itest.harness;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests one running Parley with demo data, shared by all that one JVM runs, as {@link
 * ParleyProcess}, and its administrator's client as {@link Api}. Tests that kill, restart or need a
 * clean system start their own.
 */
public final class SharedParley implements ParameterResolver {
  /** Stopped when the JVM ends: where several share the tests, each class is a run of its own. */
  private static final class Running {
    private static final ParleyProcess PROCESS =
        ParleyProcess.Setup.fresh("shared").withDemo().asShipped().start();
    private static final Api ADMIN = PROCESS.admin();

    static {
      Runtime.getRuntime().addShutdownHook(new Thread(PROCESS::close));
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == ParleyProcess.class || type == Api.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Api.class ? Running.ADMIN : Running.PROCESS;
  }
}
