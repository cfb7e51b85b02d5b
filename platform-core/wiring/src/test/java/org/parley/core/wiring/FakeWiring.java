// SPDX-License-Identifier: Apache-2.0
package org.parley.core.wiring;

import java.lang.reflect.Proxy;
import java.util.Map;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;

/** One bundle as the hooks see it: its location, its revision, what that provides and registers. */
final class FakeWiring {

  private final Bundle bundle;
  private final BundleRevision revision;

  FakeWiring(String location, long id) {
    bundle = answering(Bundle.class, Map.of("getLocation", location, "getBundleId", id));
    revision = answering(BundleRevision.class, Map.of("getBundle", bundle));
  }

  Bundle bundle() {
    return bundle;
  }

  BundleContext context() {
    return answering(BundleContext.class, Map.of("getBundle", bundle));
  }

  BundleCapability exporting(String name) {
    return answering(
        BundleCapability.class,
        Map.of(
            "getRevision",
            revision,
            "getNamespace",
            "osgi.wiring.package",
            "getAttributes",
            Map.of("osgi.wiring.package", name)));
  }

  BundleRequirement requiring() {
    return answering(BundleRequirement.class, Map.of("getRevision", revision));
  }

  ServiceReference<?> registering(Map<String, Object> properties) {
    return answering(
        ServiceReference.class, Map.of("getBundle", bundle, "getProperty", properties));
  }

  /** An object that answers the named methods, a map by its first argument, and nothing else. */
  private static <T> T answering(Class<T> type, Map<String, Object> answers) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              switch (method.getName()) {
                case "equals":
                  return self == arguments[0];
                case "hashCode":
                  return System.identityHashCode(self);
                case "toString":
                  return type.getSimpleName() + answers;
                default:
                  break;
              }
              if (!answers.containsKey(method.getName())) {
                throw new UnsupportedOperationException("a hook has no business with " + method);
              }
              Object answer = answers.get(method.getName());
              boolean keyed = arguments != null && answer instanceof Map<?, ?>;
              return keyed ? ((Map<?, ?>) answer).get(arguments[0]) : answer;
            }));
  }
}
