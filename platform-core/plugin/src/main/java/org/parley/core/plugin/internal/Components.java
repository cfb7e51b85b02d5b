// SPDX-License-Identifier: Apache-2.0
package org.parley.core.plugin.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;
import org.parley.core.plugin.internal.hook.BoundHook;
import org.parley.core.plugin.internal.jar.DeclaredComponent;
import org.parley.spi.file.FileScanner;
import org.parley.spi.login.LoginProvider;
import org.parley.spi.record.BeforeHook;

/** What runs in a plugin's bundle: judged by Declarative Services, never by the bundle's state. */
final class Components {
  private static final String HEADER = "Service-Component";
  private static final String NAME = "component.name";

  /** What the core calls; hooks and scanners have the same property for being a guard. */
  private static final List<Class<?>> CALLED =
      List.of(BeforeHook.class, FileScanner.class, LoginProvider.class);

  private static final long PATIENCE_SECONDS = 5;

  private final ServiceComponentRuntime runtime;

  Components(ServiceComponentRuntime runtime) {
    this.runtime = runtime;
  }

  /**
   * Waits until all components of a started bundle can serve, and takes their hooks.
   *
   * @throws StartFailure when one cannot
   */
  List<BoundHook> await(Bundle bundle) throws StartFailure {
    String declared = bundle.getHeaders("").get(HEADER);
    if (declared == null || declared.isBlank()) {
      return List.of();
    }
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    String wrong = wrong(bundle);
    while (wrong != null && System.nanoTime() < end) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
      wrong = wrong(bundle);
    }
    if (wrong != null) {
      throw new StartFailure(wrong);
    }
    List<BoundHook> hooks = hooks(bundle);
    // A component made on demand fails only when its service is taken, so look again.
    wrong = wrong(bundle);
    if (wrong != null) {
      throw new StartFailure(wrong);
    }
    return hooks;
  }

  /** Hooks of a plugin that does not run, as its jar declares them. */
  static List<BoundHook> absent(List<DeclaredComponent> components) {
    List<BoundHook> absent = new ArrayList<>();
    for (Class<?> spi : CALLED) {
      components.stream()
          .filter(component -> component.services().contains(spi.getName()))
          .map(component -> absent(spi, component))
          .forEach(absent::add);
    }
    return absent;
  }

  private static BoundHook absent(Class<?> spi, DeclaredComponent component) {
    return new BoundHook(
        component.name(),
        spi,
        Set.copyOf(component.properties().getOrDefault(BeforeHook.TYPES, List.of())),
        component.properties().getOrDefault(BeforeHook.GUARD, List.of()).contains("true"),
        0,
        null);
  }

  /** Why not all components serve, or null when they do. */
  private String wrong(Bundle bundle) {
    Collection<ComponentDescriptionDTO> descriptions = runtime.getComponentDescriptionDTOs(bundle);
    if (descriptions.isEmpty()) {
      return "Its components were not found: is the component description in the jar?";
    }
    for (ComponentDescriptionDTO description : descriptions) {
      boolean onDemand =
          !description.defaultEnabled || "require".equals(description.configurationPolicy);
      Collection<ComponentConfigurationDTO> configurations =
          runtime.getComponentConfigurationDTOs(description);
      if (configurations.isEmpty() && !onDemand) {
        return "The component " + description.name + " has not come up.";
      }
      for (ComponentConfigurationDTO configuration : configurations) {
        if (configuration.state == ComponentConfigurationDTO.FAILED_ACTIVATION) {
          return "The component "
              + description.name
              + " failed to start: "
              + cause(String.valueOf(configuration.failure));
        }
        if (configuration.state == ComponentConfigurationDTO.UNSATISFIED_REFERENCE) {
          return "The component "
              + description.name
              + " waits for "
              + String.join(", ", missing(description, configuration))
              + ".";
        }
        if (configuration.state == ComponentConfigurationDTO.UNSATISFIED_CONFIGURATION
            && !onDemand) {
          return "The component " + description.name + " waits for a configuration.";
        }
      }
    }
    return null;
  }

  /** The innermost cause that a stack trace names. */
  private static String cause(String trace) {
    return trace
        .lines()
        .filter(line -> line.startsWith("Caused by: "))
        .reduce((outer, inner) -> inner)
        .map(line -> line.substring("Caused by: ".length()))
        .orElseGet(() -> trace.lines().findFirst().orElse(""));
  }

  private static List<String> missing(
      ComponentDescriptionDTO description, ComponentConfigurationDTO configuration) {
    List<String> missing = new ArrayList<>();
    for (UnsatisfiedReferenceDTO unsatisfied : configuration.unsatisfiedReferences) {
      Arrays.stream(description.references)
          .filter(reference -> reference.name.equals(unsatisfied.name))
          .forEach(reference -> missing.add(reference.interfaceName));
    }
    return missing;
  }

  private static List<BoundHook> hooks(Bundle bundle) {
    ServiceReference<?>[] references = bundle.getRegisteredServices();
    List<BoundHook> hooks = new ArrayList<>();
    if (references == null) {
      return hooks;
    }
    for (ServiceReference<?> reference : references) {
      List<String> offered = List.of((String[]) reference.getProperty(Constants.OBJECTCLASS));
      for (Class<?> spi : CALLED) {
        Object service = offered.contains(spi.getName()) ? service(reference) : null;
        if (!spi.isInstance(service)) {
          continue;
        }
        hooks.add(
            new BoundHook(
                String.valueOf(reference.getProperty(NAME)),
                spi,
                strings(reference.getProperty(BeforeHook.TYPES)),
                Boolean.parseBoolean(String.valueOf(reference.getProperty(BeforeHook.GUARD))),
                reference.getProperty(Constants.SERVICE_RANKING) instanceof Integer ranking
                    ? ranking
                    : 0,
                service));
      }
    }
    return hooks;
  }

  /** Taken in the plugin's own name and for as long as its bundle lives; no count to give back. */
  private static Object service(ServiceReference<?> reference) {
    return reference.getBundle().getBundleContext().getService(reference);
  }

  private static Set<String> strings(Object property) {
    Set<String> strings = new LinkedHashSet<>();
    if (property instanceof String one) {
      strings.add(one);
    } else if (property instanceof String[] several) {
      strings.addAll(Arrays.asList(several));
    } else if (property instanceof Collection<?> several) {
      several.forEach(each -> strings.add(String.valueOf(each)));
    }
    return strings;
  }
}
