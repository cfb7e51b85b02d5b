// SPDX-License-Identifier: Apache-2.0
package org.parley.core.plugin.internal.jar;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamException;
import org.osgi.framework.VersionRange;
import org.parley.core.record.Descriptor;

/** Reads plugins' jars from their bytes. Stateless but for the schemas; any thread. */
public final class JarReader {
  private static final String ROOT = "META-INF/parley/";
  private static final String PLUGIN = ROOT + "plugin.json";
  private static final int LARGEST_DESCRIPTOR = 1 << 20;

  /** Which schema a descriptor follows, by a pattern of its path below {@link #ROOT}. */
  private static final Map<Pattern, String> SCHEMAS = new LinkedHashMap<>();

  static {
    SCHEMAS.put(Pattern.compile("plugin\\.json"), "plugin");
    SCHEMAS.put(Pattern.compile("ui\\.json"), "ui");
    SCHEMAS.put(Pattern.compile("record-types/[^/]+\\.json"), "record-type");
    SCHEMAS.put(Pattern.compile("extensions/[^/]+\\.json"), "extension");
    SCHEMAS.put(Pattern.compile("seed/[^/]+\\.json"), "seed");
    SCHEMAS.put(Pattern.compile("i18n/[a-z]{2,3}\\.json"), "i18n");
  }

  private final Schemas schemas = new Schemas();

  /**
   * Reads and checks a jar that somebody wants to install. Everything wrong goes into the findings.
   *
   * @return the jar, or empty when it cannot even be told what it is
   */
  public Optional<PluginJar> check(byte[] jar, Findings findings) {
    try {
      Archive archive = Archive.read(jar, JarReader::matters);
      archive.checkDirectory(jar);
      return read(archive, Archive.hash(jar), findings);
    } catch (Archive.Unfit unfit) {
      findings.refuse(unfit.code(), unfit.getMessage(), unfit.file());
      return Optional.empty();
    }
  }

  /** Reads a file whole, or refuses it for its size. */
  public static Optional<byte[]> bytes(Path file, Findings findings) {
    try {
      if (Files.size(file) > Archive.LARGEST_JAR) {
        findings.refuse(
            "too_large", "The jar is larger than " + (Archive.LARGEST_JAR >> 20) + " MB.", null);
        return Optional.empty();
      }
      return Optional.of(Files.readAllBytes(file));
    } catch (IOException unreadable) {
      findings.refuse("unreadable", "The file cannot be read: " + unreadable.getMessage(), null);
      return Optional.empty();
    }
  }

  /** Reads a jar that was checked when it was installed: no schemas, no seeds. */
  public Optional<PluginJar> trusted(byte[] jar, Findings findings) {
    return read(jar, findings, name -> matters(name) && !name.startsWith(ROOT + "seed/"));
  }

  /** Reads a jar that was checked when it was installed, seeds included. */
  public Optional<PluginJar> withSeeds(byte[] jar, Findings findings) {
    return read(jar, findings, JarReader::matters);
  }

  /** SHA-256 of a jar, in hex. */
  public static String hash(byte[] jar) {
    return Archive.hash(jar);
  }

  /** Which plugin a jar is, by its manifest alone. */
  public record Identity(String id, String version) {}

  /** Empty when it cannot be told. */
  public static Optional<Identity> identity(byte[] jar) {
    try {
      Findings findings = new Findings();
      Map<String, String> headers =
          Headers.read(Archive.read(jar, Headers.FILE::equals).kept().get(Headers.FILE), findings);
      if (headers != null) {
        Headers.check(headers, findings);
      }
      return findings.clean()
          ? Optional.of(new Identity(Headers.id(headers), Headers.version(headers)))
          : Optional.empty();
    } catch (Archive.Unfit unfit) {
      return Optional.empty();
    }
  }

  /** Everything under {@code static/} by its path there. */
  public static Map<String, byte[]> staticFiles(byte[] jar) {
    Map<String, byte[]> files = new TreeMap<>();
    try {
      Archive.read(jar, name -> name.startsWith(Archive.STATIC))
          .kept()
          .forEach((name, bytes) -> files.put(name.substring(Archive.STATIC.length()), bytes));
    } catch (Archive.Unfit impossible) {
      throw new IllegalStateException("A jar that was taken in cannot be read", impossible);
    }
    return files;
  }

  private Optional<PluginJar> read(byte[] jar, Findings findings, Predicate<String> keep) {
    try {
      Archive archive = Archive.read(jar, keep);
      return assemble(archive, Archive.hash(jar), false, findings);
    } catch (Archive.Unfit unfit) {
      findings.refuse(unfit.code(), unfit.getMessage(), unfit.file());
      return Optional.empty();
    }
  }

  private Optional<PluginJar> read(Archive archive, String hash, Findings findings) {
    Optional<PluginJar> jar = assemble(archive, hash, true, findings);
    StaticRules.refuseEmbeddedLit(archive, findings);
    jar.filter(clean -> findings.clean())
        .ifPresent(clean -> StaticRules.checkModules(clean, archive, findings));
    return jar;
  }

  private Optional<PluginJar> assemble(
      Archive archive, String hash, boolean strict, Findings findings) {
    Map<String, String> headers = Headers.read(archive.kept().get(Headers.FILE), findings);
    if (headers == null) {
      return Optional.empty();
    }
    Findings fatal = new Findings();
    Headers.check(headers, fatal);
    fatal.conflicts().forEach(c -> findings.refuse(c.code(), c.message(), c.file()));
    if (fatal.conflicts().stream().anyMatch(c -> !c.code().equals("header_refused"))) {
      return Optional.empty();
    }
    Map<String, JsonText> texts = texts(archive, strict, findings);
    JsonText plugin = texts.get(PLUGIN);
    if (plugin == null) {
      if (!archive.kept().containsKey(PLUGIN)) {
        findings.refuse(
            "no_descriptor", "The jar has no " + PLUGIN + ": it is not a plugin.", PLUGIN);
      }
      return Optional.empty();
    }
    About about = About.of(plugin.object());
    if (strict && findings.clean()) {
      checkRanges(about, plugin, findings);
    }
    return Optional.of(
        new PluginJar(
            Headers.id(headers),
            Headers.version(headers),
            hash,
            headers,
            about,
            descriptors(texts, "record-types/"),
            descriptors(texts, "extensions/"),
            descriptors(texts, "seed/"),
            descriptors(texts, "ui.json"),
            descriptors(texts, "i18n/"),
            archive.staticHash(),
            components(archive, findings),
            texts));
  }

  private Map<String, JsonText> texts(Archive archive, boolean strict, Findings findings) {
    Map<String, JsonText> texts = new TreeMap<>();
    archive
        .kept()
        .forEach(
            (file, bytes) -> {
              if (file.startsWith(ROOT)) {
                text(file, bytes, strict, findings).ifPresent(text -> texts.put(file, text));
              }
            });
    return texts;
  }

  private Optional<JsonText> text(String file, byte[] bytes, boolean strict, Findings findings) {
    Optional<String> schema = schema(file);
    if (schema.isEmpty()) {
      if (strict) {
        findings.warn("Nobody reads " + file + ".");
      }
      return Optional.empty();
    }
    if (bytes.length > LARGEST_DESCRIPTOR) {
      findings.refuse("too_large", "A descriptor is at most 1 MB.", file);
      return Optional.empty();
    }
    try {
      JsonText text = JsonText.read(bytes);
      if (strict) {
        schemas.check(schema.get(), text, file, findings);
      }
      return Optional.of(text);
    } catch (JsonText.Malformed malformed) {
      findings.refuse("not_json", malformed.getMessage(), file, malformed.line(), "");
      return Optional.empty();
    }
  }

  private static List<DeclaredComponent> components(Archive archive, Findings findings) {
    List<DeclaredComponent> components = new ArrayList<>();
    archive
        .kept()
        .forEach(
            (file, bytes) -> {
              if (file.startsWith("OSGI-INF/")) {
                try {
                  components.add(DeclaredComponent.read(bytes));
                } catch (XMLStreamException broken) {
                  findings.refuse("bad_component", "The component description is broken.", file);
                }
              }
            });
    return components;
  }

  private static void checkRanges(About about, JsonText plugin, Findings findings) {
    checkRange(about.api(), plugin, "/api", findings);
    about.requires().forEach((id, range) -> checkRange(range, plugin, "/requires/" + id, findings));
  }

  private static void checkRange(String range, JsonText plugin, String pointer, Findings findings) {
    try {
      VersionRange.valueOf(range);
    } catch (IllegalArgumentException bad) {
      findings.refuse(
          "bad_range",
          range + " is no range of versions; write [1.0,2).",
          PLUGIN,
          plugin.line(pointer),
          pointer);
    }
  }

  private static List<Descriptor> descriptors(Map<String, JsonText> texts, String below) {
    return texts.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(ROOT + below))
        .map(entry -> new Descriptor(entry.getKey(), entry.getValue().object()))
        .toList();
  }

  private static Optional<String> schema(String file) {
    String below = file.substring(ROOT.length());
    return SCHEMAS.entrySet().stream()
        .filter(entry -> entry.getKey().matcher(below).matches())
        .map(Map.Entry::getValue)
        .findFirst();
  }

  private static boolean matters(String name) {
    return name.equals(Headers.FILE)
        || (name.startsWith(ROOT) && name.endsWith(".json"))
        || (name.startsWith("OSGI-INF/") && name.endsWith(".xml"))
        || (name.startsWith(Archive.STATIC) && name.endsWith(".js"));
  }
}
