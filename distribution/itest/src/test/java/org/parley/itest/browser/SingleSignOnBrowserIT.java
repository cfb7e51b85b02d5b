// SPDX-License-Identifier: Apache-2.0
package org.parley.itest.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Cookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.parley.itest.harness.Api;
import org.parley.itest.harness.Commands;
import org.parley.itest.harness.Keycloak;
import org.parley.itest.harness.ParleyProcess;

/** Single sign-on as people meet it, with a real identity provider. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SingleSignOnBrowserIT {
  private static Keycloak keycloak;
  private static ParleyProcess parley;
  private static Api admin;
  private static long provider;

  @BeforeAll
  static void start() {
    keycloak = Keycloak.start();
    // What only soft references keep is a cache, for minutes in a heap that has room.
    parley =
        ParleyProcess.Setup.fresh("single-sign-on")
            .withJvm("-XX:SoftRefLRUPolicyMSPerMB=0")
            .start();
    admin = parley.admin();
    keycloak.await();
  }

  @AfterAll
  static void stop() {
    if (parley != null) {
      parley.close();
    }
    keycloak.close();
  }

  private static Screen screen(int width, int height, ColorScheme scheme) {
    return new Screen(Chromium.shared().browser(), parley.root(), width, height, scheme);
  }

  private static Screen screen() {
    return screen(1440, 900, ColorScheme.LIGHT);
  }

  private static Locator way(Screen screen) {
    return screen
        .page()
        .getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Log in with Acme"));
  }

  /** Goes to a path, to the provider, logs in there and comes back. */
  private static void logIn(Screen screen, String path, String who) {
    screen.open(path);
    away(screen, who);
    screen.page().waitForURL(Pattern.compile("^" + Pattern.quote(parley.root().toString())));
  }

  private static void away(Screen screen, String who) {
    way(screen).click();
    Page page = screen.page();
    page.locator("#username").fill(who);
    page.locator("#password").fill(who + "-at-acme");
    page.locator("#kc-login").click();
  }

  private static JsonNode me(Screen screen) {
    return session(screen).get("session").expect(200).json();
  }

  /** The login of a window, for calls of its own. */
  private static Api session(Screen screen) {
    return Api.of(parley.root(), "parley_session=" + cookie(screen, "parley_session"));
  }

  private static String cookie(Screen screen, String name) {
    BrowserContext context = screen.page().context();
    return context.cookies().stream()
        .filter(cookie -> cookie.name.equals(name))
        .map(cookie -> cookie.value)
        .findFirst()
        .orElse("");
  }

  private static long role(String name) {
    return admin
        .get("records/role", "filter", "name==\"" + name + "\"")
        .json()
        .at("/items/0/id")
        .asLong();
  }

  private static void set(String field, Object value) {
    admin
        .patch("records/openid_provider/" + provider, Map.of("fields", Map.of(field, value)))
        .expect(200);
  }

  private static List<String> rolesOf(String username) {
    JsonNode given =
        admin
            .get(
                "records/role_assignment",
                "filter",
                "user.username==" + username,
                "include",
                "role")
            .expect(200)
            .json()
            .path("items");
    List<String> names = new ArrayList<>();
    given.forEach(one -> names.add(one.at("/links/role/title").asText()));
    return names;
  }

  @Test
  @Order(1)
  void isSetUpOnAPage() {
    List<String> found = new ArrayList<>();
    try (Screen screen = screen().login()) {
      Page page = screen.open("/settings").page();
      page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Identity providers"))
          .click();
      screen.button("New identity provider").first().click();
      page.getByLabel("Label").fill("Acme");
      page.getByLabel("Issuer").fill("http://login.acme.example");
      page.getByLabel("Client id").fill(Keycloak.CLIENT);
      page.getByLabel("Client secret").fill(Keycloak.SECRET);
      Locator save = page.locator("dialog[open] button.p-primary");
      save.click();
      screen.seen(page.getByText("The issuer must begin with https://").first());
      page.getByLabel("Issuer").fill(keycloak.issuer());
      save.click();
      screen.gone(page.locator("dialog[open]"));
      JsonNode item = admin.get("records/openid_provider").expect(200).json().at("/items/0");
      provider = item.path("id").asLong();
      assertThat(item.at("/fields/client_secret").toString()).isEqualTo("{\"set\":true}");
      screen.open("/records/openid_provider/" + provider);
      assertThat(page.getByLabel("Redirect address").inputValue())
          .isEqualTo(parley.root() + "api/v1/logins/parley-openid/" + provider + "/return");
      screen.shoot("sso-provider");
      screen.violations().forEach(found::add);
      assertThat(screen.troubles()).filteredOn(trouble -> !trouble.contains("409")).isEmpty();
    }
    admin.create(
        "openid_group", Map.of("provider", provider, "name", "sales", "role", role("Member")));
    admin.create(
        "openid_group",
        Map.of("provider", provider, "name", "boss", "role", role("Administrator")));
    for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      for (int width : new int[] {1440, 390}) {
        try (Screen screen = screen(width, width == 390 ? 844 : 900, scheme)) {
          screen.open("/login");
          screen.seen(way(screen));
          screen.shoot("sso-login-" + width + "-" + scheme);
          screen.violations().forEach(found::add);
        }
      }
    }
    assertThat(found).isEmpty();
  }

  @Test
  @Order(2)
  void whoIsNotHereGetsInOnlyWhereTheyAreWelcome() {
    try (Screen screen = screen()) {
      logIn(screen, "/", "ada");
      screen.seen(screen.page().getByText("There is no account for you here."));
      screen.shoot("sso-unknown");
      assertThat(screen.violations()).isEmpty();
      assertThat(cookie(screen, "parley_session")).isEmpty();
      assertThat(cookie(screen, "parley_login")).as("what tied it together is gone").isEmpty();
    }
    set("takes_in", true);
    try (Screen screen = screen()) {
      logIn(screen, "/records/account", "ada");
      screen.seen(screen.heading("Accounts").first());
      assertThat(me(screen).at("/user/username").asText()).isEqualTo("ada");
      assertThat(me(screen).at("/user/name").asText()).isEqualTo("Ada Lovelace");
      assertThat(rolesOf("ada")).containsExactly("Member");
      screen.open("/profile");
      screen.seen(screen.page().getByText("You log in with the account of your company"));
      screen.gone(screen.page().locator("parley-second-factor"));
      screen.shoot("sso-profile");
      assertThat(screen.violations()).isEmpty();
    }
    JsonNode failed =
        admin
            .get("records/access_event", "filter", "kind==failed", "sort", "-created_at")
            .json()
            .at("/items/0/fields");
    assertThat(failed.path("name").asText()).contains("parley-openid", "no account");
    JsonNode got =
        admin
            .get("records/access_event", "filter", "kind==login", "sort", "-created_at")
            .json()
            .at("/items/0/fields");
    assertThat(got.path("name").asText()).isEqualTo("parley-openid");
  }

  @Test
  @Order(3)
  void whoLeavesAGroupLosesItsRoleAndKeepsWhatPeopleGave() {
    long ada =
        admin.get("records/user", "filter", "username==ada").json().at("/items/0/id").asLong();
    admin.create("role_assignment", Map.of("user", ada, "role", role("Reader")));
    keycloak.leave("ada", "sales");
    try (Screen screen = screen()) {
      logIn(screen, "/", "ada");
      screen.seen(screen.page().locator("parley-nav").first());
    }
    assertThat(rolesOf("ada")).containsExactly("Reader");
    keycloak.join("ada", "sales");
    try (Screen screen = screen()) {
      logIn(screen, "/", "ada");
      screen.seen(screen.page().locator("parley-nav").first());
    }
    assertThat(rolesOf("ada")).containsExactlyInAnyOrder("Reader", "Member");
    JsonNode change = admin.get("audit", "type", "role_assignment").json().at("/items/0");
    assertThat(change.toString()).contains("parley-openid");
  }

  @Test
  @Order(4)
  void whoIsHereAlreadyIsKnownByACheckedAddressAlone() {
    long grace =
        admin
            .create(
                "user",
                Map.of("username", "g.hopper", "name", "Grace", "email", "Grace@Acme.example"))
            .path("id")
            .asLong();
    try (Screen screen = screen()) {
      logIn(screen, "/", "grace");
      screen.seen(screen.page().locator("parley-nav").first());
      assertThat(me(screen).at("/user/id").asLong()).isEqualTo(grace);
    }
    // From now on by what ties them together, whatever address there is.
    admin
        .patch("records/user/" + grace, Map.of("fields", Map.of("email", "other@acme.example")))
        .expect(200);
    try (Screen screen = screen()) {
      logIn(screen, "/", "grace");
      screen.seen(screen.page().locator("parley-nav").first());
      assertThat(me(screen).at("/user/id").asLong()).isEqualTo(grace);
    }
    long administrator = admin.get("session").json().at("/user/id").asLong();
    admin
        .patch(
            "records/user/" + administrator,
            Map.of("fields", Map.of("email", "admin@acme.example")))
        .expect(200);
    set("takes_in", false);
    try (Screen screen = screen()) {
      logIn(screen, "/", "mallory");
      screen.seen(screen.page().getByText("There is no account for you here."));
    }
    set("takes_in", true);
    admin.patch("records/user/" + grace, Map.of("fields", Map.of("active", false))).expect(200);
    try (Screen screen = screen()) {
      logIn(screen, "/", "grace");
      screen.seen(screen.page().getByText("There is no account for you here."));
    }
  }

  @Test
  @Order(5)
  void whatCameBackOnceOrToAnotherBrowserLetsNobodyIn() throws Exception {
    String address;
    try (Screen screen = screen()) {
      List<String> seen = new ArrayList<>();
      screen.page().onRequest(request -> seen.add(request.url()));
      screen.open("/");
      away(screen, "ada");
      screen.seen(screen.page().locator("parley-nav").first());
      address = seen.stream().filter(url -> url.contains("/return?")).findFirst().orElseThrow();
    }
    // The very answer, with what a browser of somebody else has been given.
    String begin = "api/v1/logins/parley-openid/" + provider;
    HttpResponse<String> own = get(parley.root().resolve(begin), null);
    String kept = own.headers().firstValue("Set-Cookie").orElseThrow().split(";")[0];
    assertThat(kept).startsWith("parley_login=");
    for (String cookie : new String[] {null, kept, "parley_login=x", "parley_login=" + kept}) {
      HttpResponse<String> answer = get(URI.create(address), cookie);
      assertThat(answer.statusCode()).isEqualTo(302);
      assertThat(answer.headers().firstValue("Location").orElseThrow())
          .isEqualTo("/login?elsewhere=login_stale");
      assertThat(answer.headers().allValues("Set-Cookie"))
          .noneMatch(one -> one.startsWith("parley_session="));
    }
    // With the right state and a code that was never given.
    String state =
        Pattern.compile("state=([^&]+)")
            .matcher(own.headers().firstValue("Location").orElseThrow())
            .results()
            .findFirst()
            .orElseThrow()
            .group(1);
    HttpResponse<String> invented =
        get(
            parley
                .root()
                .resolve(
                    begin
                        + "/return?code=invented&state="
                        + state
                        + "&iss="
                        + Screen.encoded(keycloak.issuer())),
            kept);
    assertThat(invented.headers().firstValue("Location").orElseThrow())
        .isEqualTo("/login?elsewhere=login_refused");
    // Nobody is sent on to another place.
    for (String next :
        List.of("//evil.example", "https://evil.example", "/\\evil.example", "evil")) {
      HttpResponse<String> answer =
          get(parley.root().resolve(begin + "?next=" + Screen.encoded(next)), null);
      assertThat(answer.headers().firstValue("Location").orElseThrow())
          .startsWith(keycloak.issuer());
    }
    assertThat(
            get(parley.root().resolve("api/v1/logins/parley-openid/999999"), null)
                .headers()
                .firstValue("Location")
                .orElseThrow())
        .isEqualTo("/login?elsewhere=unavailable");
    assertThat(
            get(parley.root().resolve("api/v1/logins/nobody/1"), null)
                .headers()
                .firstValue("Location")
                .orElseThrow())
        .isEqualTo("/login?elsewhere=not_found");
  }

  private static HttpResponse<String> get(URI address, String cookie) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(address);
    if (cookie != null) {
      request.header("Cookie", cookie);
    }
    return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  @Order(6)
  void whoWasLoggedOutWhileTheyWorkedGoesOnWhereTheyWere() {
    try (Screen screen = screen()) {
      logIn(screen, "/records/account", "ada");
      screen.seen(screen.heading("Accounts").first());
      Page page = screen.page();
      Cookie gone = new Cookie("parley_session", "over").setUrl(parley.root().toString());
      page.context().addCookies(List.of(gone));
      page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Contacts"))
          .first()
          .click();
      screen.seen(page.locator("dialog[open]").getByText("Log in again"));
      Page other = page.context().waitForPage(() -> way(screen).click());
      // The provider still knows them: nothing to type.
      other.waitForURL(Pattern.compile("^" + Pattern.quote(parley.root().toString())));
      other.locator("parley-nav").first().waitFor();
      other.close();
      page.bringToFront();
      page.evaluate("() => window.dispatchEvent(new Event('focus'))");
      screen.gone(page.locator("dialog[open]"));
      screen.seen(screen.heading("Contacts").first());
    }
  }

  @Test
  @Order(7)
  void withoutTheModuleOrTheProviderPasswordsGoOn() {
    admin.post("plugins/parley-openid/quarantine", Map.of()).expect(200);
    // What is offered is asked for now and then.
    Awaitility.await().until(() -> admin.get("logins").json().path("ways").isEmpty());
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> {
              Commands.jcmd(parley.pid(), "GC.run");
              assertThat(admin.get("/metrics").body()).contains("parley_plugin_loaders_pinned 0");
            });
    assertThat(Api.anonymous(parley.root()).login("admin", ParleyProcess.PASSWORD)).isNotNull();
    admin.post("plugins/parley-openid/reattach", Map.of()).expect(200);
    Awaitility.await().until(() -> admin.get("logins").json().path("ways").size() == 1);
    keycloak.close();
    set("active", true);
    admin
        .patch(
            "records/openid_provider/" + provider,
            Map.of("fields", Map.of("label", "Acme", "scopes", "openid email")))
        .expect(200);
    try (Screen screen = screen()) {
      screen.open("/login");
      way(screen).click();
      screen.seen(screen.page().getByText("The other system cannot be asked right now."));
      screen.shoot("sso-unavailable");
      assertThat(screen.violations()).isEmpty();
      screen.page().getByLabel("Username").fill("admin");
      screen.page().getByLabel("Password").fill(ParleyProcess.PASSWORD);
      screen.button("Log in").click();
      screen.seen(screen.page().locator("parley-nav, parley-welcome h1").first());
    }
  }
}
