// SPDX-License-Identifier: Apache-2.0
package org.parley.core.rest.internal.openapi;

import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.Paths;

/** The calls about outgoing mail. */
final class MailCalls {
  private static final String TAG = "Mail";

  private MailCalls() {}

  static void describe(Paths paths) {
    paths.addPathItem("/mail", new PathItem().get(state()));
    paths.addPathItem("/mail/test", new PathItem().post(test()));
    paths.addPathItem("/mail/stuck/{id}/again", stuck().post(gone("mail.again", "Send it again")));
    paths.addPathItem("/mail/stuck/{id}", stuck().delete(gone("mail.drop", "Give it up")));
  }

  private static PathItem stuck() {
    return new PathItem().addParametersItem(Calls.id("A mail that did not go."));
  }

  private static Operation state() {
    return Calls.answers(
        Calls.call(TAG, "mail", "How outgoing mail goes"), "200", "It.", Calls.shared("Object"));
  }

  private static Operation test() {
    return Calls.answers(
        Calls.call(TAG, "mail.test", "Send a mail to me, and say how far it came"),
        "200",
        "Each step up to the one that failed.",
        Calls.shared("Object"));
  }

  private static Operation gone(String id, String summary) {
    return Calls.problems(Calls.answers(Calls.call(TAG, id, summary), "204", "Done.", null), "409");
  }
}
