// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.write;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.parley.api.error.FieldError;
import org.parley.core.operation.Vault;
import org.parley.core.record.Field;
import org.parley.core.record.RecordType;
import org.parley.core.record.Sealed;
import org.parley.core.record.internal.kind.SecretKind.Plain;

/** Seals secrets before anybody else is shown what is to be written. */
public final class Secrets {
  private final Vault vault;

  public Secrets(Vault vault) {
    this.vault = vault;
  }

  /**
   * Values with secrets sealed; one that is to stay as it is and is not there is an error.
   *
   * @param before the values that stand in the record now
   * @param errors gets what is wrong, field by field
   */
  Map<String, Object> sealed(
      RecordType type,
      Map<String, Object> values,
      Map<String, Object> before,
      List<FieldError> errors) {
    if (values.values().stream().noneMatch(Plain.class::isInstance)) {
      return values;
    }
    Map<String, Object> sealed = new LinkedHashMap<>(values);
    values.forEach(
        (name, value) -> {
          if (value instanceof Plain plain && plain.text() != null) {
            String purpose = Sealed.purpose(type.name(), name);
            sealed.put(name, new Sealed(vault.seal(purpose, plain.text())));
          } else if (value instanceof Plain && before.get(name) instanceof Sealed standing) {
            sealed.put(name, standing);
          } else if (value instanceof Plain) {
            sealed.remove(name);
            Field field = type.fields().get(name);
            errors.add(
                new FieldError(name, "wrong_kind", field.label() + " is not set: write a text."));
          }
        });
    return sealed;
  }
}
