// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.access;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.parley.api.error.ErrorKind;
import org.parley.api.error.FieldError;
import org.parley.api.error.ParleyException;
import org.parley.api.record.Record;
import org.parley.api.record.Reference;
import org.parley.api.security.Principal;
import org.parley.core.record.Condition;
import org.parley.core.record.Field;
import org.parley.core.record.May;
import org.parley.core.record.Model;
import org.parley.core.record.Operator;
import org.parley.core.record.RecordType;
import org.parley.core.record.Result;
import org.parley.core.record.Scope;
import org.parley.core.record.Selection;
import org.parley.core.record.Storage;
import org.parley.core.record.internal.model.CoreLayer;

/** What one principal may do with records, during one call. For one thread. */
public final class Access {
  /** Types whose records services write, which know more than a form could say. */
  private static final Set<String> KEPT = Set.of("import");

  private final AccessControl control;
  private final Principal principal;
  private final Storage.Serving serving;
  private final boolean unlimited;
  private Held held;
  private Model seen;

  Access(AccessControl control, Principal principal, Storage.Serving serving, boolean unlimited) {
    this.control = control;
    this.principal = principal;
    this.serving = serving;
    this.unlimited = unlimited;
  }

  private boolean isSystem() {
    return principal != null && principal.kind() == Principal.Kind.SYSTEM;
  }

  private Held held() {
    if (held == null) {
      held =
          switch (principal.kind()) {
            case USER -> control.held(serving, principal.userId());
            case PLUGIN -> control.held(serving, principal.name());
            case SYSTEM -> control.held(serving, 0);
          };
    }
    return held;
  }

  private Permissions permissions() {
    return held().permissions();
  }

  /** The types and fields that the principal may read; what may not be read is not there. */
  public Model model() {
    if (seen == null) {
      seen = unlimited ? serving.model() : control.seen(this, serving.model(), permissions());
    }
    return seen;
  }

  /** A type the principal may see. */
  public RecordType visible(String type) {
    if (principal == null) {
      throw new ParleyException(ErrorKind.LOGIN_REQUIRED, "login_required", "Nobody is logged in.");
    }
    return model().type(type);
  }

  /** A type, whole, whose records the principal may at all write. */
  public RecordType writable(String type) {
    RecordType found = visible(type);
    if (KEPT.contains(type) && !isSystem()) {
      throw new ParleyException(
          ErrorKind.FORBIDDEN,
          "forbidden",
          found.plural() + " are kept by the system; they are made and run under /api/v1/imports.");
    }
    if (found.quarantined()) {
      throw new ParleyException(
          ErrorKind.CONFLICT,
          "type_quarantined",
          found.plural()
              + " can only be read: the plugin "
              + found.plugin()
              + " was removed. Install it again to change them.");
    }
    return serving.model().type(type);
  }

  /** Refuses who does not hold a right. */
  public void need(Right right) {
    if (!isSystem() && !permissions().has(right)) {
      throw new ParleyException(
          ErrorKind.FORBIDDEN, "forbidden", "This needs the right \"" + right.word() + "\".");
    }
  }

  /** Whether some records of a type may be read. */
  public boolean mayRead(String type) {
    return model().types().containsKey(type);
  }

  boolean reads(RecordType type) {
    Rule rule = rule(Action.READ, type);
    return rule.all() || !rule.parts().isEmpty();
  }

  boolean reads(RecordType type, Field field) {
    return isFixed(type) || permissions().field(type.name(), field.name()) != FieldLevel.NONE;
  }

  /** Whether something may be done with some records of a type. */
  public boolean may(Action action, RecordType type) {
    Rule rule = rule(action, type);
    return rule.all() || !rule.parts().isEmpty();
  }

  private Rule rule(Action action, RecordType type) {
    if (isSystem()) {
      return Rule.ALL;
    }
    if (principal.readOnly() && action != Action.READ && action != Action.EXPORT) {
      return Rule.NONE;
    }
    // Who may everything by the rights they came with is not remembered by what their roles say.
    return unlimited ? make(action, type) : held().rule(action, type, () -> make(action, type));
  }

  private Rule make(Action action, RecordType type) {
    Rule rule =
        CoreLayer.types().contains(type.name())
            ? CoreAccess.rule(action, type.name(), permissions(), unlimited)
            : unlimited ? Rule.ALL : isFixed(type) ? byRight(type) : byRoles(action, type.name());
    return type.privateBy() == null ? rule : rule.without(type.privateBy(), principal.userId());
  }

  /** Whether what roles say of types does not count for this one. */
  private boolean isFixed(RecordType type) {
    return CoreLayer.types().contains(type.name())
        || type.right() != null && principal.kind() == Principal.Kind.USER;
  }

  private Rule byRight(RecordType type) {
    return permissions().rights().contains(type.right()) ? Rule.ALL : Rule.NONE;
  }

  private Rule byRoles(Action action, String type) {
    Permissions mine = permissions();
    Level level = mine.level(action, type);
    if (action != Action.READ && action != Action.CREATE) {
      Level read = mine.level(Action.READ, type);
      level = read.compareTo(level) < 0 ? read : level;
    }
    if (level == Level.NONE) {
      return Rule.NONE;
    }
    if (level == Level.ALL) {
      return Rule.ALL;
    }
    List<Rule.Part> parts = new ArrayList<>();
    parts.add(new Rule.Points("owner", Set.of(mine.userId())));
    Set<Long> teams =
        level == Level.OWN ? Set.of() : level == Level.TEAM ? mine.teams() : mine.below();
    if (!teams.isEmpty()) {
      parts.add(new Rule.Points("team", teams));
    }
    boolean shareable = action == Action.READ || action == Action.EDIT || action == Action.EXPORT;
    Set<Long> shared = new HashSet<>();
    mine.shared()
        .forEach(
            (record, edit) -> {
              if (shareable && record.type().equals(type) && (edit || action != Action.EDIT)) {
                shared.add(record.id());
              }
            });
    if (!shared.isEmpty()) {
      parts.add(new Rule.OneOf(shared));
    }
    return new Rule(false, parts, null, 0);
  }

  /**
   * What rows of a visible type must meet for something to be done with them.
   *
   * @param asked what is asked for besides; where it names the one record that things belong to,
   *     seeing that is enough
   */
  public Condition rows(Action action, RecordType type, Condition asked) {
    Rule rule = rule(action, type);
    if (rule.all() || !CoreAccess.isAttached(type.name())) {
      return rule.condition(List.of(), type);
    }
    return belongsTo(type, asked).filter(this::sees).isPresent()
        ? Condition.ALL
        : rule.condition(List.of(), type);
  }

  /**
   * The same as several conditions, each of which an index answers and one of which rows must meet;
   * none where one condition says it all.
   */
  public List<Condition> ways(Action action, RecordType type, Condition asked) {
    Rule rule = rule(action, type);
    return rule.all()
            || CoreLayer.types().contains(type.name())
            || CoreAccess.isAttached(type.name()) && belongsTo(type, asked).isPresent()
        ? List.of()
        : rule.ways(type);
  }

  /** The one record that all rows which meet a condition belong to. */
  private Optional<Reference> belongsTo(RecordType type, Condition asked) {
    if (asked instanceof Condition.And and) {
      return and.parts().stream().flatMap(part -> belongsTo(type, part).stream()).findFirst();
    }
    boolean pins =
        asked instanceof Condition.Compare compare
            && compare.path().isEmpty()
            && compare.field().name().equals("record")
            && compare.operator() == Operator.EQUAL;
    if (!pins) {
      return Optional.empty();
    }
    Field record = type.fields().get("record");
    Selection one = new Selection(type, asked, Set.of(record), List.of(), null, 1, false);
    return serving.list(one).stream()
        .findFirst()
        .map(row -> row.record().get("record"))
        .filter(Reference.class::isInstance)
        .map(Reference.class::cast);
  }

  /** Which records of a visible type may be read, as far as an index outside can tell. */
  public Scope scope(RecordType type) {
    Rule rule = rule(Action.READ, type);
    return rule.scope(CoreAccess.isAttached(type.name()));
  }

  /** What rows must meet of which fields are asked for that lie across references. */
  public Condition across(List<Field> path, RecordType target) {
    return rule(Action.READ, target).condition(path, target);
  }

  /** Whether every record of a readable type may be read. */
  public boolean seesAll(RecordType type) {
    Rule rule = rule(Action.READ, type);
    return rule.all() && rule.privateBy() == null;
  }

  /** The fields to read of records in order to tell whether they may be seen. */
  public Set<Field> needed(RecordType type) {
    return seesAll(type)
        ? Set.of()
        : new LinkedHashSet<>(PermissionReader.needed(type, rule(Action.READ, type)));
  }

  /** Whether a record of a type may be seen; it must hold the {@link #needed} fields. */
  public boolean sees(RecordType type, Record record) {
    return lets(Action.READ, type, record);
  }

  /** Whether what a reference points to may be seen, be it in the trash or not. */
  public boolean sees(Reference reference) {
    RecordType type = model().types().get(reference.type());
    return type != null
        && (seesAll(type)
            || serving.find(type, reference.id()).filter(record -> sees(type, record)).isPresent());
  }

  /** Whether something may be done with a record. */
  public boolean lets(Action action, RecordType type, Record record) {
    if (rule(action, type).lets(record)) {
      return true;
    }
    return CoreAccess.isAttached(type.name())
        && record.get("record") instanceof Reference parent
        && lets(action == Action.READ ? Action.READ : Action.EDIT, parent);
  }

  private boolean lets(Action action, Reference reference) {
    RecordType type = model().types().get(reference.type());
    return type != null
        && serving
            .find(type, reference.id())
            .filter(record -> lets(Action.READ, type, record) && lets(action, type, record))
            .isPresent();
  }

  /**
   * Refuses what may not be done with a record.
   *
   * @param whole the record with the fields that decide, as it is or would be
   */
  public void check(Action action, RecordType type, Record whole) {
    boolean attached =
        action == Action.CREATE
            && CoreAccess.isAttached(type.name())
            && whole.get("record") instanceof Reference parent
            && !unlimited
            && !lets(Action.EDIT, parent);
    if (attached || !lets(action, type, whole)) {
      throw refused(action, type);
    }
  }

  private ParleyException refused(Action action, RecordType type) {
    if (CoreAccess.isPersonal(type.name())) {
      return forbidden("Only its owner may change this; make one of your own.");
    }
    Right keeper = CoreAccess.keptBy(type.name());
    if (keeper != null) {
      return forbidden("Changing " + type.plural() + " needs the right \"" + keeper.word() + "\".");
    }
    return forbidden(
        switch (action) {
          case CREATE -> "Your roles do not let you create this " + type.label() + ".";
          case DELETE -> "Your roles do not let you delete this " + type.label() + ".";
          case EXPORT -> "Your roles do not let you export " + type.plural() + ".";
          case IMPORT -> "Your roles do not let you import " + type.plural() + ".";
          default -> "Your roles let you see this " + type.label() + " and not change it.";
        });
  }

  private static ParleyException forbidden(String why) {
    return new ParleyException(ErrorKind.FORBIDDEN, "forbidden", why);
  }

  /** Refuses something that may be done with no record of a type. */
  public void check(Action action, RecordType type) {
    if (!may(action, type)) {
      throw refused(action, type);
    }
  }

  /** Whether a field that may be read may be changed, too. */
  public boolean mayEdit(RecordType type, Field field) {
    if (unlimited) {
      return true;
    }
    if (type.name().equals("user")) {
      return permissions().has(Right.PEOPLE) || CoreAccess.OWN_PROFILE.contains(field.name());
    }
    return isFixed(type)
        || field.system()
        || permissions().field(type.name(), field.name()) == FieldLevel.EDIT;
  }

  /** Who acts, 0 for nobody. */
  public long userId() {
    return principal.userId();
  }

  /** What may be done with records of a visible type, for showing. */
  public May may(String name) {
    RecordType type = visible(name);
    boolean writable = !type.quarantined() && (!KEPT.contains(name) || isSystem());
    Set<String> readOnly = new LinkedHashSet<>();
    for (Field field : type.fields().values()) {
      if (!mayEdit(type, field)) {
        readOnly.add(field.name());
      }
    }
    return new May(
        writable && may(Action.CREATE, type),
        writable && may(Action.EDIT, type),
        writable && may(Action.DELETE, type),
        may(Action.EXPORT, type),
        writable && may(Action.IMPORT, type),
        readOnly);
  }

  /** What may be done with a record that may be seen, for showing. */
  public Result.Allowed allowed(RecordType type, Record record) {
    boolean writable = !type.quarantined() && (!KEPT.contains(type.name()) || isSystem());
    return new Result.Allowed(
        writable && lets(Action.EDIT, type, record), writable && lets(Action.DELETE, type, record));
  }

  /** The team that records of a person belong to, 0 for none. */
  public long teamOf(long userId) {
    return control.held(serving, userId).permissions().team();
  }

  /** Whether a role of such permissions lets people be managed. */
  public static boolean managesPeople(Object permissions) {
    return Grants.read(permissions, new ArrayList<>()).rights().contains(Right.PEOPLE.word());
  }

  /** What is wrong with permissions as a role writes them. */
  public static List<FieldError> misfits(Object permissions) {
    List<FieldError> errors = new ArrayList<>();
    Grants.read(permissions, errors);
    return errors;
  }

  /** What the principal may give others: no more than they have. */
  public boolean mayGive(Object permissions) {
    Grants given = Grants.read(permissions, new ArrayList<>());
    return isSystem()
        || (unlimited
            ? principal.rights().containsAll(given.rights())
            : permissions().covers(given));
  }
}
