// SPDX-License-Identifier: Apache-2.0
package org.parley.core.rest.internal.openapi;

import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.Paths;
import io.swagger.v3.oas.models.media.ArraySchema;
import io.swagger.v3.oas.models.media.BooleanSchema;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.Parameter;
import java.util.List;

/** The calls by which people and programs get in, and what is done with people. */
final class PeopleCalls {
  private static final String TAG = "People";

  private PeopleCalls() {}

  static void describe(Paths paths) {
    paths.addPathItem("/invitation", new PathItem().post(open(look())));
    paths.addPathItem("/invitation/accept", new PathItem().post(open(accept())));
    paths.addPathItem("/forgotten", new PathItem().get(open(ways())).post(open(forgotten())));
    paths.addPathItem("/logins", new PathItem().get(open(logins())));
    paths.addPathItem("/logins/{plugin}/{choice}", way().get(open(away())));
    paths.addPathItem("/logins/{plugin}/{choice}/return", way().get(open(back())));
    paths.addPathItem("/account/password", new PathItem().post(password()));
    paths.addPathItem("/account/sessions", new PathItem().get(sessions()));
    paths.addPathItem(
        "/account/sessions/{id}",
        new PathItem().addParametersItem(text("id")).delete(gone("account.end", "End a session")));
    paths.addPathItem("/account/second-factor", new PathItem().get(second()).post(beginSecond()));
    paths.addPathItem("/account/second-factor/confirm", new PathItem().post(confirmSecond()));
    paths.addPathItem("/account/second-factor/codes", new PathItem().post(codes()));
    paths.addPathItem("/account/second-factor/remove", new PathItem().post(removeSecond()));
    paths.addPathItem(
        "/people/{id}/second-factor", person().get(theirSecond()).delete(endSecond()));
    paths.addPathItem("/people/second-factors", new PathItem().get(lacking()));
    paths.addPathItem("/account/feeds", new PathItem().get(feeds()).post(feed()));
    paths.addPathItem(
        "/account/feeds/{id}",
        new PathItem()
            .addParametersItem(text("id"))
            .delete(gone("account.unfeed", "End an address of a calendar")));
    paths.addPathItem(
        "/calendars/{file}", new PathItem().addParametersItem(text("file")).get(open(calendar())));
    paths.addPathItem("/audit", new PathItem().get(audit()));
    paths.addPathItem("/people/{id}/invite", person().post(invite()));
    paths.addPathItem("/people/{id}/hand-over", person().post(handOver()));
    paths.addPathItem("/people/{id}/tokens", person().get(tokens()).post(create()));
    paths.addPathItem(
        "/people/{id}/tokens/{token}",
        person()
            .addParametersItem(text("token"))
            .delete(gone("people.revoke", "End a token of a program")));
  }

  private static PathItem person() {
    return new PathItem().addParametersItem(Calls.id("The person, a record of the type user."));
  }

  private static Parameter text(String name) {
    return new Parameter().in("path").name(name).required(true).schema(new StringSchema());
  }

  /** For people who are not logged in. */
  private static Operation open(Operation call) {
    call.setSecurity(List.of());
    return call;
  }

  private static Schema<?> body(String... members) {
    ObjectSchema body = new ObjectSchema();
    for (String member : members) {
      body.addProperty(member, new StringSchema());
    }
    return body.required(List.of(members)).additionalProperties(false);
  }

  private static Operation takes(String id, String summary, Schema<?> body) {
    return Calls.problems(Calls.takes(Calls.call(TAG, id, summary), body), "413", "415", "422");
  }

  private static Operation look() {
    Operation look = takes("invitation.get", "Whom a link is for", body("token"));
    return Calls.answers(look, "200", "The person.", body("username", "name", "expires_at"));
  }

  private static Operation accept() {
    Operation accept =
        takes(
            "invitation.accept",
            "Choose a password by a link, and be logged in",
            body("token", "password"));
    Calls.answers(accept, "204", "Chosen; log in with it and your second factor.", null);
    return Calls.answers(accept, "200", "Who I am.", Calls.shared("Object"));
  }

  private static Operation ways() {
    Operation ways = Calls.call(TAG, "forgotten.ways", "Whether a link can be had by mail");
    Schema<?> mail = new ObjectSchema().addProperty("mail", new BooleanSchema());
    return Calls.answers(ways, "200", "It.", mail);
  }

  private static Operation forgotten() {
    Operation forgotten =
        takes(
            "forgotten.ask",
            "Have a link sent to whoever has this user name or address",
            body("who"));
    return Calls.problems(
        Calls.answers(forgotten, "202", "The same for everybody and for nobody.", null), "409");
  }

  private static PathItem way() {
    return new PathItem().addParametersItem(text("plugin")).addParametersItem(text("choice"));
  }

  private static Operation logins() {
    Operation ways = Calls.call(TAG, "logins.ways", "Ways to log in besides a password");
    Schema<?> all =
        new ObjectSchema()
            .addProperty("ways", new ArraySchema().items(body("plugin", "choice", "label")));
    return Calls.answers(ways, "200", "Those that modules offer now.", all);
  }

  private static Operation away() {
    Operation away = Calls.call(TAG, "logins.start", "Go to log in elsewhere; for browsers");
    away.addParametersItem(Calls.text("next", "The path to go to afterwards."));
    return Calls.answers(
        away, "302", "To the other system, or to the login page with what is wrong.", null);
  }

  private static Operation back() {
    Operation back = Calls.call(TAG, "logins.finish", "Come back from there; for browsers");
    return Calls.answers(back, "302", "Logged in, or to the login page with what is wrong.", null);
  }

  private static Operation password() {
    Operation change = takes("account.password", "Change my password", body("password", "next"));
    return Calls.answers(change, "204", "Changed; other sessions have ended.", null);
  }

  private static Operation second() {
    return Calls.answers(
        Calls.call(TAG, "secondFactor.get", "My second factor"), "200", "How it is.", state());
  }

  private static Operation theirSecond() {
    Operation get = Calls.call(TAG, "people.secondFactor", "Whether somebody has a second factor");
    return Calls.answers(get, "200", "How it is.", state());
  }

  private static Schema<?> state() {
    return new ObjectSchema()
        .addProperty("since", new StringSchema().format("date-time").nullable(true))
        .addProperty("codes", FieldSchemas.integer())
        .addProperty("demanded", new BooleanSchema())
        .addProperty("password", new BooleanSchema());
  }

  private static Operation lacking() {
    Operation get =
        Calls.call(
            TAG,
            "people.secondFactors",
            "Who has yet to set up the second factor demanded of them");
    Schema<?> ids = new ArraySchema().items(FieldSchemas.integer());
    return Calls.answers(
        get, "200", "They, by number.", new ObjectSchema().addProperty("lacking", ids));
  }

  private static Operation beginSecond() {
    Operation begin =
        takes("secondFactor.begin", "Begin to set up a second factor", body("password"));
    Schema<?> offer = body("secret", "uri", "picture").addProperty("size", FieldSchemas.integer());
    return Calls.answers(begin, "201", "What the app has to know; shown once.", offer);
  }

  private static Operation confirmSecond() {
    Operation confirm =
        takes("secondFactor.confirm", "Put the second factor in force", body("code"));
    return Calls.problems(
        Calls.answers(confirm, "200", "Recovery codes; shown once.", recovery()), "409");
  }

  private static Operation codes() {
    Operation codes = takes("secondFactor.codes", "Make new recovery codes", body("password"));
    return Calls.problems(
        Calls.answers(codes, "200", "Recovery codes; shown once.", recovery()), "409");
  }

  private static Schema<?> recovery() {
    return new ObjectSchema().addProperty("codes", new ArraySchema().items(new StringSchema()));
  }

  private static Operation removeSecond() {
    Operation remove = takes("secondFactor.remove", "End my second factor", body("password"));
    return Calls.problems(Calls.answers(remove, "204", "It has ended.", null), "409");
  }

  private static Operation endSecond() {
    return gone("people.endSecondFactor", "End the second factor of somebody who lost their phone");
  }

  private static Operation sessions() {
    return Calls.answers(
        Calls.call(TAG, "account.sessions", "My sessions"), "200", "They.", items());
  }

  private static Operation feeds() {
    return Calls.answers(
        Calls.call(TAG, "account.feeds", "My calendars for calendar programs"),
        "200",
        "They.",
        items());
  }

  private static Operation feed() {
    Operation make =
        takes(
            "account.feed",
            "Make a secret address by which calendar programs read a calendar as me",
            body("type", "view", "whose"));
    return Calls.answers(make, "201", "Its path is shown once.", Calls.shared("Object"));
  }

  private static Operation calendar() {
    return Calls.answers(
        Calls.call(TAG, "calendar", "A calendar as iCalendar, by its secret address"),
        "200",
        "text/calendar, as RFC 5545 says.",
        new StringSchema());
  }

  private static Schema<?> items() {
    return new ObjectSchema().addProperty("items", new ArraySchema().items(Calls.shared("Object")));
  }

  private static Operation gone(String id, String summary) {
    return Calls.answers(Calls.call(TAG, id, summary), "204", "It has ended.", null);
  }

  private static Operation invite() {
    Operation invite =
        Calls.call(TAG, "people.invite", "A link by which somebody chooses a password");
    Calls.problems(invite, "422");
    invite.addParametersItem(
        Calls.text("by", "hand for a link to hand over; left out, by mail where that works."));
    Schema<?> made =
        new ObjectSchema()
            .addProperty("mailed", new StringSchema().description("The address it goes to."))
            .addProperty("token", new StringSchema().description("To hand over."))
            .addProperty("expires_at", new StringSchema().format("date-time"));
    return Calls.answers(invite, "201", "A token is shown once.", made);
  }

  private static Operation audit() {
    Operation audit = Calls.call(TAG, "audit", "What everybody did, newest first");
    audit.addParametersItem(Calls.text("type", "Only changes of this record type."));
    audit.addParametersItem(Calls.text("user", "Only what this user did: the number of a record."));
    audit.addParametersItem(Calls.text("operation", "create, update, trash or restore."));
    audit.addParametersItem(Calls.text("since", "From this moment on."));
    audit.addParametersItem(Calls.text("until", "Before this moment."));
    audit.addParametersItem(Calls.limit());
    audit.addParametersItem(Calls.text("after", "\"next\" of the page before."));
    return Calls.answers(
        audit,
        "200",
        "A page may hold fewer than asked for, or none, though there is a next one.",
        FieldSchemas.page(Calls.shared("Change")));
  }

  private static Operation handOver() {
    Schema<?> to =
        new ObjectSchema()
            .addProperty("to", FieldSchemas.id())
            .required(List.of("to"))
            .additionalProperties(false);
    Operation give =
        takes("people.handOver", "Give up to 500 of somebody's records to another", to);
    Schema<?> done =
        new ObjectSchema()
            .addProperty("moved", FieldSchemas.integer())
            .addProperty("left", FieldSchemas.integer());
    return Calls.problems(
        Calls.answers(give, "200", "Call again until none is left.", done), "409");
  }

  private static Operation tokens() {
    return Calls.answers(
        Calls.call(TAG, "people.tokens", "Tokens of programs"), "200", "They.", items());
  }

  private static Operation create() {
    Schema<?> token =
        new ObjectSchema()
            .addProperty("name", new StringSchema())
            .addProperty(
                "scope",
                new StringSchema().addEnumItem("read").addEnumItem("write").addEnumItem("all"))
            .addProperty("days", FieldSchemas.integer())
            .required(List.of("name", "scope"))
            .additionalProperties(false);
    Operation create = takes("people.token", "Make a token for a program", token);
    return Calls.answers(create, "201", "Its secret is shown once.", Calls.shared("Object"));
  }

  /** Why somebody can or cannot do something with a record. */
  static Operation access(String tag, String type) {
    Operation why =
        Calls.call(tag, type + ".access", "Why somebody can or cannot see or change it");
    why.addParametersItem(Calls.text("user", "About whom: me where it is left out."));
    return Calls.answers(why, "200", "Each decision and its reasons.", Calls.shared("Object"));
  }
}
