// SPDX-License-Identifier: Apache-2.0
package org.parley.itest.harness;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests one running Parley with demo data, shared by the whole suite, as {@link
 * ParleyProcess}, and its administrator's client as {@link Api}. Tests that kill, restart or need a
 * clean system start their own.
 */
public final class SharedParley implements ParameterResolver {
  private static final ExtensionContext.Namespace SUITE =
      ExtensionContext.Namespace.create(SharedParley.class);

  /** Stopped when the suite ends. */
  private record Running(ParleyProcess process, Api admin) implements Store.CloseableResource {
    @Override
    public void close() {
      process.close();
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == ParleyProcess.class || type == Api.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Running running =
        context
            .getRoot()
            .getStore(SUITE)
            .getOrComputeIfAbsent(Running.class, key -> start(), Running.class);
    return parameter.getParameter().getType() == Api.class ? running.admin() : running.process();
  }

  private static Running start() {
    ParleyProcess process = ParleyProcess.Setup.fresh("shared").withDemo().start();
    return new Running(process, process.admin());
  }
}
