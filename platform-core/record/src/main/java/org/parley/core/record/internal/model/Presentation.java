// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.parley.api.error.ParleyException;
import org.parley.core.record.Field;
import org.parley.core.record.Model;
import org.parley.core.record.RecordType;
import org.parley.core.record.Section;
import org.parley.core.record.View;
import org.parley.core.record.internal.query.FilterCompiler;
import org.parley.core.record.internal.query.RelativeTime;
import org.parley.core.record.internal.query.SortOrder;

/** Reads how a type shows itself: its title, views and layout. */
final class Presentation {
  private static final Set<String> PSEUDO = Set.of("title", "id", "version");
  private static final Set<String> KINDS = Set.of("list", "board", "calendar");
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]*)}");

  private final TypeDraft draft;

  Presentation(TypeDraft draft) {
    this.draft = draft;
  }

  /** Adds the views of a descriptor. */
  void addViews(Node from) {
    for (Node node : from.nodes("views")) {
      String name = node.text("name", "");
      if (Names.misfit(name) != null) {
        node.problem("name", "bad_name", Names.misfit(name));
      }
      if (draft.views.keySet().stream().anyMatch(view -> view.name().equals(name))) {
        node.problem("name", "duplicate_view", "There are two views " + name + ".");
        continue;
      }
      String kind = node.text("kind", "list");
      if (!KINDS.contains(kind)) {
        node.problem("kind", "unknown_kind", "A view is a list, a board or a calendar.");
      }
      View view =
          new View(
              name,
              node.text("label", Names.label(name)),
              kind,
              fields(node, "columns", true),
              node.text("sort"),
              node.text("filter"),
              from.layer().plugin(),
              group(node, kind),
              known(node, "sum"),
              limits(node),
              kind.equals("calendar") ? new CalendarReader(draft, node).read() : null);
      draft.views.put(view, node);
    }
  }

  /** What the columns of a board stand for. */
  private String group(Node node, String kind) {
    String name = known(node, "group");
    boolean choice = name != null && draft.fields.get(name).kind().name().equals("choice");
    if (kind.equals("board") && !choice) {
      node.problem("group", "unknown_field", "A board is grouped by a choice field of its type.");
    }
    return name;
  }

  private String known(Node node, String attribute) {
    String name = node.text(attribute);
    if (name == null || draft.fields.containsKey(name)) {
      return name;
    }
    node.problem(
        attribute, "unknown_field", "The type " + draft.name + " has no field " + name + ".");
    return null;
  }

  private static Map<String, Integer> limits(Node node) {
    Map<String, Integer> limits = new LinkedHashMap<>();
    Node given = node.node("limits");
    given.names().forEach(choice -> limits.put(choice, given.number(choice, 0)));
    return limits;
  }

  /** Adds the sections of the owner or of an extension. */
  void addLayout(Node from) {
    for (Node node : from.nodes("layout")) {
      String name = node.text("name", "");
      if (Names.misfit(name) != null) {
        node.problem("name", "bad_name", Names.misfit(name));
      }
      List<String> fields = fields(node, "fields", false);
      int at = section(name);
      if (at >= 0) {
        Section there = draft.layout.get(at);
        draft.layout.set(
            at, new Section(name, there.label(), inserted(there.fields(), fields, node)));
      } else {
        int after = section(node.text("after", ""));
        int place = after < 0 ? draft.layout.size() : after + 1;
        draft.layout.add(place, new Section(name, node.text("label", Names.label(name)), fields));
      }
    }
  }

  /** Puts fields that an extension places nowhere at the end of the first section. */
  void placeRest(Node extension) {
    if (extension.has("layout") || draft.layout.isEmpty()) {
      return;
    }
    List<String> rest =
        draft.fields.values().stream()
            .filter(field -> field.plugin().equals(extension.layer().plugin()))
            .map(Field::name)
            .filter(name -> draft.layout.stream().noneMatch(s -> s.fields().contains(name)))
            .toList();
    Section first = draft.layout.get(0);
    List<String> fields = new ArrayList<>(first.fields());
    fields.addAll(rest);
    draft.layout.set(0, new Section(first.name(), first.label(), fields));
  }

  /** Gives a type without layout one that shows all of its owner's fields. */
  void completeLayout() {
    if (draft.layout.isEmpty()) {
      draft.layout.add(new Section("details", "Details", own()));
    }
  }

  /** Gives a type without views a plain list. */
  void completeViews() {
    if (draft.views.isEmpty()) {
      List<String> columns = new ArrayList<>(List.of("title"));
      own().stream().limit(4).forEach(columns::add);
      View all = new View("all", "All", "list", columns, "-modified_at", null, draft.plugin);
      draft.views.put(all, draft.node);
    }
  }

  private List<String> own() {
    return draft.fields.values().stream()
        .filter(field -> field.plugin().equals(draft.plugin) && !field.system())
        .map(Field::name)
        .toList();
  }

  /** Reports sorts, filters and titles that do not resolve, now that all types are known. */
  void check(RecordType type, Model model, RelativeTime time) {
    draft.views.forEach(
        (view, node) -> {
          try {
            SortOrder.parse(type, view.sort());
          } catch (ParleyException e) {
            node.problem("sort", "bad_sort", e.getMessage());
          }
          try {
            new FilterCompiler(model, time, 0).compile(type, view.filter());
          } catch (ParleyException e) {
            node.problem("filter", "bad_filter", e.getMessage());
          }
        });
    for (RecordType.Reminder reminder : type.reminders()) {
      try {
        new FilterCompiler(model, time, 0).compile(type, reminder.unless());
      } catch (ParleyException e) {
        draft.node.problem("reminders", "bad_filter", e.getMessage());
      }
    }
    Matcher placeholder = PLACEHOLDER.matcher(type.title());
    while (placeholder.find()) {
      String name = placeholder.group(1);
      if (!name.equals("id") && !draft.fields.containsKey(name)) {
        draft.node.problem("title", "unknown_field", "The title names no field: " + name + ".");
      }
    }
  }

  /** Views without the columns that are hidden now. */
  List<View> visibleViews() {
    return draft.views.keySet().stream().map(view -> view.with(visible(view.columns()))).toList();
  }

  /** Sections without the fields that are hidden now. */
  List<Section> visibleLayout() {
    return draft.layout.stream()
        .map(section -> new Section(section.name(), section.label(), visible(section.fields())))
        .toList();
  }

  private List<String> visible(List<String> names) {
    return names.stream()
        .filter(name -> !draft.fields.containsKey(name) || !draft.fields.get(name).hidden())
        .toList();
  }

  private List<String> fields(Node node, String attribute, boolean pseudo) {
    Map<String, Boolean> names = new LinkedHashMap<>();
    List<String> given = node.texts(attribute);
    for (int i = 0; i < given.size(); i++) {
      String name = given.get(i);
      if (draft.fields.containsKey(name) || (pseudo && PSEUDO.contains(name))) {
        names.put(name, true);
      } else {
        node.problem(
            attribute + "/" + i,
            "unknown_field",
            "The type " + draft.name + " has no field " + name + ".");
      }
    }
    return List.copyOf(names.keySet());
  }

  private int section(String name) {
    for (int i = 0; i < draft.layout.size(); i++) {
      if (draft.layout.get(i).name().equals(name)) {
        return i;
      }
    }
    return -1;
  }

  private static List<String> inserted(List<String> there, List<String> added, Node node) {
    List<String> fields = new ArrayList<>(there);
    Set<String> known = new HashSet<>(there);
    int after = fields.indexOf(node.text("after", ""));
    int place = after < 0 ? fields.size() : after + 1;
    for (String name : added) {
      if (known.add(name)) {
        fields.add(place++, name);
      }
    }
    return fields;
  }
}
