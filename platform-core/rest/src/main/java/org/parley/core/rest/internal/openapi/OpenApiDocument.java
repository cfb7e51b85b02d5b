// SPDX-License-Identifier: Apache-2.0
package org.parley.core.rest.internal.openapi;

import io.swagger.v3.core.util.Json;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.Paths;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.ArraySchema;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.parameters.RequestBody;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import org.parley.core.record.Model;
import org.parley.core.record.RecordType;

/** The API as it is at this moment, every live record type with its own fields. */
public final class OpenApiDocument {
  private static final String PROBLEM = "application/problem+json";

  private final Paths paths = new Paths();

  private OpenApiDocument() {}

  /**
   * The document as JSON.
   *
   * @param types names of the record types to describe, null for all
   * @param prefix what stands before every path at the client, mostly empty
   * @throws org.parley.api.error.ParleyException NOT_FOUND when there is no such type
   */
  public static byte[] of(Model model, Set<String> types, String prefix) {
    List<RecordType> wanted =
        types == null
            ? List.copyOf(model.types().values())
            : types.stream().map(model::type).toList();
    OpenAPI document = new OpenApiDocument().describe(model, wanted, prefix);
    try {
      return Json.mapper().writeValueAsBytes(document);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private OpenAPI describe(Model model, List<RecordType> types, String prefix) {
    Components components = components();
    session();
    PeopleCalls.describe(paths);
    SearchCalls.describe(paths);
    MailCalls.describe(paths);
    types(types);
    plugins();
    paths.addPathItem("/files", new PathItem().post(FileCalls.upload()));
    ImportCalls.describe(paths);
    demo();
    live();
    for (RecordType type : types) {
      new RecordCalls(model, type).describe(paths, components.getSchemas());
    }
    return new OpenAPI()
        .info(
            new Info()
                .title("Parley")
                .version(System.getProperty("parley.version", "development"))
                .description(
                    "Log in with POST /session. A write also carries the header X-CSRF-Token with"
                        + " the \"csrf\" of the session. Failures are application/problem+json."))
        .addServersItem(new Server().url(prefix + "/api/v1"))
        .addSecurityItem(new SecurityRequirement().addList("session").addList("csrf"))
        .paths(paths)
        .components(components);
  }

  private void demo() {
    Schema<?> removed =
        new ObjectSchema()
            .addProperty("removed", FieldSchemas.integer())
            .addProperty("kept", new ArraySchema().items(new StringSchema()));
    paths.addPathItem(
        "/demo",
        new PathItem()
            .post(
                Calls.problems(
                    Calls.answers(
                        Calls.call("Demo data", "demo.load", "Have modules bring demo data"),
                        "204",
                        "It is there.",
                        null),
                    "409"))
            .delete(
                Calls.problems(
                    Calls.answers(
                        Calls.call("Demo data", "demo.remove", "Move demo data to the trash"),
                        "200",
                        "What became of it.",
                        removed),
                    "409")));
  }

  private static Components components() {
    Schema<?> culprit =
        new ObjectSchema()
            .addProperty("field", new StringSchema())
            .addProperty("code", new StringSchema())
            .addProperty("message", new StringSchema())
            .addProperty("line", FieldSchemas.integer())
            .addProperty("pointer", new StringSchema())
            .required(List.of("field", "code", "message"));
    Schema<?> problem =
        new ObjectSchema()
            .addProperty("type", new StringSchema())
            .addProperty("title", new StringSchema())
            .addProperty("status", FieldSchemas.integer())
            .addProperty("code", new StringSchema())
            .addProperty("detail", new StringSchema())
            .addProperty("request", new StringSchema())
            .addProperty("errors", new ArraySchema().items(culprit))
            .required(List.of("type", "title", "status", "code", "detail"));
    Schema<?> changed =
        new ObjectSchema()
            .addProperty("field", new StringSchema())
            .addProperty("label", new StringSchema())
            .addProperty("old", new Schema<>().nullable(true))
            .addProperty("new", new Schema<>().nullable(true))
            .addProperty("oldTitle", new StringSchema().nullable(true))
            .addProperty("newTitle", new StringSchema().nullable(true));
    Schema<?> change =
        new ObjectSchema()
            .addProperty("position", FieldSchemas.id())
            .addProperty("at", new StringSchema().format("date-time"))
            .addProperty("operation", new StringSchema())
            .addProperty("version", FieldSchemas.id())
            .addProperty(
                "by",
                new ObjectSchema()
                    .addProperty("id", FieldSchemas.integer())
                    .addProperty("name", new StringSchema()))
            .addProperty("through", new StringSchema())
            .addProperty("changes", new ArraySchema().items(changed));
    return new Components()
        .addSchemas("Problem", problem)
        .addSchemas("Change", change)
        .addSchemas(
            "Happening",
            new ObjectSchema()
                .addProperty("at", new StringSchema().format("date-time"))
                .addProperty("of", Calls.shared("Object"))
                .addProperty("record", Calls.shared("Object"))
                .addProperty("change", Calls.shared("Change")))
        .addSchemas("Object", new ObjectSchema().additionalProperties(true))
        .addResponses(
            "Problem",
            new ApiResponse()
                .description("What went wrong, and with what.")
                .content(
                    new Content()
                        .addMediaType(PROBLEM, new MediaType().schema(Calls.shared("Problem")))))
        .addSecuritySchemes(
            "session",
            new SecurityScheme()
                .type(SecurityScheme.Type.APIKEY)
                .in(SecurityScheme.In.COOKIE)
                .name("parley_session"))
        .addSecuritySchemes(
            "csrf",
            new SecurityScheme()
                .type(SecurityScheme.Type.APIKEY)
                .in(SecurityScheme.In.HEADER)
                .name("X-CSRF-Token"));
  }

  private static Schema<?> object() {
    return Calls.shared("Object");
  }

  private static Schema<?> items() {
    return new ObjectSchema().addProperty("items", new ArraySchema().items(object()));
  }

  private void session() {
    Operation login =
        Calls.takes(
            Calls.call("Session", "session.login", "Log in"),
            new ObjectSchema()
                .addProperty("username", new StringSchema())
                .addProperty("code", new StringSchema())
                .addProperty("password", new StringSchema().format("password"))
                .required(List.of("username", "password"))
                .additionalProperties(false));
    login.setSecurity(List.of());
    Calls.problems(Calls.answers(login, "200", "Who I am.", object()), "413", "415");
    Operation show = Calls.call("Session", "session.get", "Who I am and what I may");
    Operation logout = Calls.call("Session", "session.logout", "Log out");
    paths.addPathItem(
        "/session",
        new PathItem()
            .post(login)
            .get(Calls.answers(show, "200", "Who I am.", object()))
            .delete(Calls.answers(logout, "204", "Logged out.", null)));
  }

  private void types(List<RecordType> types) {
    Operation all = Calls.call("Types", "types.list", "All record types");
    all.addParametersItem(Calls.flag("brief", "Tell only what a list needs."));
    Operation one = Calls.call("Types", "types.get", "One record type");
    StringSchema name = new StringSchema();
    types.forEach(type -> name.addEnumItem(type.name()));
    one.addParametersItem(new Parameter().in("path").name("type").required(true).schema(name));
    paths.addPathItem(
        "/types", new PathItem().get(Calls.answers(all, "200", "The types.", object())));
    paths.addPathItem(
        "/types/{type}", new PathItem().get(Calls.answers(one, "200", "The type.", object())));
    indexes(name);
  }

  private void indexes(StringSchema name) {
    Parameter type = new Parameter().in("path").name("type").required(true).schema(name);
    Operation list = Calls.call("Types", "indexes.list", "Indexes that administrators have built");
    Operation build =
        Calls.takes(
            Calls.call("Types", "indexes.build", "Have an index built"),
            new ObjectSchema()
                .addProperty("field", new StringSchema())
                .required(List.of("field"))
                .additionalProperties(false));
    build.addParametersItem(Calls.flag("plan", "Change nothing and answer the plan."));
    Calls.answers(build, "200", "The plan.", object());
    Calls.answers(build, "201", "The index.", object());
    Calls.problems(build, "409", "413", "415", "422");
    paths.addPathItem(
        "/types/{type}/indexes",
        new PathItem()
            .addParametersItem(type)
            .get(Calls.answers(list, "200", "The indexes.", items()))
            .post(build));
    Operation drop = Calls.call("Types", "indexes.drop", "Drop an index that was built");
    paths.addPathItem(
        "/types/{type}/indexes/{field}",
        new PathItem()
            .addParametersItem(type)
            .addParametersItem(
                new Parameter().in("path").name("field").required(true).schema(new StringSchema()))
            .delete(Calls.answers(drop, "204", "Dropped.", null)));
  }

  private void plugins() {
    Operation all = Calls.call("Plugins", "plugins.list", "All plugins");
    Operation upload = Calls.call("Plugins", "plugins.install", "Install, upgrade or re-attach");
    StringSchema jar = new StringSchema();
    jar.setFormat("binary");
    upload.requestBody(
        new RequestBody()
            .required(true)
            .content(
                new Content()
                    .addMediaType("application/java-archive", new MediaType().schema(jar))
                    .addMediaType(
                        "multipart/form-data",
                        new MediaType().schema(new ObjectSchema().addProperty("file", jar)))));
    upload.addParametersItem(Calls.flag("plan", "Change nothing and answer the plan."));
    Calls.answers(upload, "200", "The plugin, or the plan.", object());
    Calls.answers(upload, "201", "The new plugin.", object());
    Calls.problems(upload, "409", "413", "415", "422");
    paths.addPathItem(
        "/plugins",
        new PathItem().get(Calls.answers(all, "200", "The plugins.", items())).post(upload));
    Operation one = Calls.call("Plugins", "plugins.get", "One plugin");
    paths.addPathItem(
        "/plugins/{id}",
        new PathItem()
            .addParametersItem(plugin())
            .get(Calls.answers(one, "200", "The plugin.", object())));
    Operation quarantine =
        Calls.call("Plugins", "plugins.quarantine", "Remove a plugin and keep its data");
    quarantine.addParametersItem(Calls.flag("plan", "Change nothing and answer the plan."));
    act("quarantine", quarantine);
    act("reattach", Calls.call("Plugins", "plugins.reattach", "Bring a removed plugin back"));
  }

  private void act(String name, Operation act) {
    Calls.problems(Calls.answers(act, "200", "The plugin, or the plan.", object()), "409", "422");
    paths.addPathItem(
        "/plugins/{id}/" + name, new PathItem().addParametersItem(plugin()).post(act));
  }

  private static Parameter plugin() {
    return new Parameter()
        .in("path")
        .name("id")
        .required(true)
        .description("The plugin's id, such as acme-warranty.")
        .schema(new StringSchema());
  }

  private void live() {
    Operation ui = Calls.call("Live", "ui.list", "What plugins add to the screen");
    paths.addPathItem(
        "/ui", new PathItem().get(Calls.answers(ui, "200", "Contributions.", items())));
    Operation events = Calls.call("Live", "events.listen", "What happens, as server-sent events");
    events.addParametersItem(
        new Parameter()
            .in("header")
            .name("Last-Event-ID")
            .description("The position to resume after.")
            .schema(new StringSchema()));
    events
        .getResponses()
        .addApiResponse(
            "200",
            new ApiResponse()
                .description("A stream that does not end.")
                .content(
                    new Content()
                        .addMediaType(
                            "text/event-stream", new MediaType().schema(new StringSchema()))));
    paths.addPathItem("/events", new PathItem().get(events));
    Operation document = Calls.call("Live", "openapi.get", "This document");
    document.addParametersItem(Calls.text("types", "Names of the record types to describe."));
    paths.addPathItem(
        "/openapi.json",
        new PathItem().get(Calls.answers(document, "200", "This document.", object())));
  }
}
