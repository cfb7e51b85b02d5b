// SPDX-License-Identifier: Apache-2.0
package org.parley.core.rest.internal;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.parley.api.error.ParleyException;
import org.parley.core.event.EventStream;
import org.parley.core.event.Journal;
import org.parley.core.imports.Imports;
import org.parley.core.mail.Mails;
import org.parley.core.operation.Figures;
import org.parley.core.operation.Waiting;
import org.parley.core.plugin.PluginMetrics;
import org.parley.core.plugin.Plugins;
import org.parley.core.record.Conversions;
import org.parley.core.record.Indexes;
import org.parley.core.record.RecordFiles;
import org.parley.core.record.RecordStore;
import org.parley.core.search.Search;
import org.parley.core.security.Credentials;
import org.parley.core.security.Feeds;
import org.parley.core.security.SecondFactors;
import org.parley.core.security.Sessions;
import org.parley.core.security.SingleSignOn;

/**
 * The other rooms, as far as they serve at the moment. HTTP answers from the first moment of a
 * start on, when most of them do not: hence optional references, and 503 for what is not there yet.
 */
@Component(service = Rooms.class)
public final class Rooms {
  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  volatile RecordStore records;

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  volatile RecordFiles files;

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  volatile Conversions conversions;

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  volatile Sessions sessions;

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  volatile Credentials credentials;

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  volatile SecondFactors secondFactors;

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  volatile SingleSignOn singleSignOn;

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  volatile Feeds feeds;

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  volatile Mails mails;

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  volatile Plugins plugins;

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  volatile PluginMetrics pluginMetrics;

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  volatile EventStream events;

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  volatile Journal journal;

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  volatile Indexes indexes;

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  volatile Imports imports;

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  volatile Search search;

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  volatile List<Figures> figures;

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  volatile List<Waiting> waiting;

  /** Why rooms do not serve yet, as far as some know. */
  List<String> reasons() {
    List<Waiting> known = waiting;
    return known == null
        ? List.of()
        : known.stream().map(Waiting::reason).flatMap(Optional::stream).toList();
  }

  /** What other rooms tell in figures; those that are there. */
  List<Figures> figures() {
    List<Figures> known = figures;
    return known == null ? List.of() : known;
  }

  RecordStore records() {
    return need(records, "records");
  }

  Indexes indexes() {
    return need(indexes, "record types");
  }

  Imports imports() {
    return need(imports, "imports");
  }

  Search search() {
    return need(search, "searches");
  }

  /** What a language calls things, as far as rooms serve that know. */
  Texts texts(String language) {
    Plugins known = plugins;
    return Texts.of(language, known == null ? Map.of() : known.texts(language));
  }

  RecordFiles files() {
    return need(files, "files");
  }

  Conversions conversions() {
    return need(conversions, "records");
  }

  Sessions sessions() {
    return need(sessions, "logins");
  }

  Credentials credentials() {
    return need(credentials, "logins");
  }

  SingleSignOn singleSignOn() {
    return need(singleSignOn, "logins");
  }

  SecondFactors secondFactors() {
    return need(secondFactors, "logins");
  }

  Feeds feeds() {
    return need(feeds, "logins");
  }

  Mails mails() {
    return need(mails, "mails");
  }

  Plugins plugins() {
    return need(plugins, "plugins");
  }

  EventStream events() {
    return need(events, "live events");
  }

  Optional<PluginMetrics> pluginMetrics() {
    return Optional.ofNullable(pluginMetrics);
  }

  Optional<Journal> journal() {
    return Optional.ofNullable(journal);
  }

  private static <T> T need(T room, String what) {
    if (room == null) {
      throw ParleyException.unavailable(
          "The system is starting: " + what + " are not served yet. Try again in a moment.", null);
    }
    return room;
  }
}
