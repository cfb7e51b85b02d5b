// SPDX-License-Identifier: Apache-2.0
package org.parley.core.rest.internal;

import java.io.IOException;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import javax.servlet.Servlet;
import javax.servlet.ServletConfig;
import javax.servlet.ServletContext;
import javax.servlet.ServletException;
import javax.servlet.ServletRequest;
import javax.servlet.ServletResponse;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import javax.ws.rs.core.UriInfo;
import javax.ws.rs.ext.RuntimeDelegate;
import org.apache.cxf.bus.extension.ExtensionManagerBus;
import org.apache.cxf.endpoint.Endpoint;
import org.apache.cxf.jaxrs.JAXRSServerFactoryBean;
import org.apache.cxf.jaxrs.impl.RequestPreprocessor;
import org.apache.cxf.jaxrs.impl.RuntimeDelegateImpl;
import org.apache.cxf.jaxrs.provider.ServerProviderFactory;
import org.apache.cxf.logging.FaultListener;
import org.apache.cxf.message.Message;
import org.apache.cxf.transport.servlet.CXFNonSpringServlet;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * The API's resources as one JAX-RS server on a bus of its own, so that nobody else's CXF endpoints
 * and interceptors meet these.
 */
@Component(
    service = Servlet.class,
    property = {
      "osgi.http.whiteboard.servlet.pattern=/api/v1/*",
      "osgi.http.whiteboard.servlet.name=parley-api"
    })
public final class ApiServlet extends CXFNonSpringServlet {
  private static final long serialVersionUID = 1L;

  private final transient List<Object> resources;
  private final transient DirectCalls direct;
  private final transient Gate gate;

  @Activate
  public ApiServlet(@Reference Rooms rooms, @Reference Gate gate) {
    this.gate = gate;
    this.resources = resources(rooms);
    this.direct = new DirectCalls(resources);
  }

  /** All that serve something below the API's address. */
  static List<Object> resources(Rooms rooms) {
    SessionResource sessions = new SessionResource(rooms);
    return List.of(
        sessions,
        new InvitationResource(rooms, sessions),
        new ForgottenResource(rooms),
        new LoginsResource(rooms, sessions),
        new AccountResource(rooms),
        new SecondFactorResource(rooms),
        new FeedsResource(rooms),
        new CalendarsResource(rooms),
        new MailResource(rooms),
        new PeopleResource(rooms),
        new AccessResource(rooms),
        new AuditResource(rooms),
        new TypesResource(rooms),
        new IndexesResource(rooms),
        new RecordsResource(rooms),
        new SearchResource(rooms),
        new ConversionsResource(rooms),
        new RecordFilesResource(rooms),
        new FilesResource(rooms),
        new ImportsResource(rooms),
        new PluginsResource(rooms),
        new UiResource(rooms),
        new DemoResource(rooms),
        new OpenApiResource(rooms));
  }

  @Override
  public void init(ServletConfig config) throws ServletException {
    super.init(new WithoutServiceList(config));
  }

  @Override
  protected void loadBus(ServletConfig config) {
    // Found by hand: the look-up by name goes through the caller's class loader, which in OSGi
    // depends on who happens to call first.
    RuntimeDelegate.setInstance(new RuntimeDelegateImpl());
    ExtensionManagerBus own = new ExtensionManagerBus();
    own.initialize();
    setBus(own);
  }

  @Override
  protected void finalizeServletInit(ServletConfig config) {
    JAXRSServerFactoryBean server = new JAXRSServerFactoryBean();
    server.setBus(getBus());
    server.setAddress("/");
    server.setServiceBeans(resources);
    server.setProviders(List.of(new ProblemMapper(), new Compression()));
    // Failures are mapped and logged in one place; CXF would log those of lost connections again.
    FaultListener quiet = (failure, description, message) -> false;
    server.setProperties(
        Map.of(FaultListener.class.getName(), quiet, "default.wae.mapper.least.specific", true));
    Endpoint endpoint = server.create().getEndpoint();
    ServerProviderFactory providers =
        (ServerProviderFactory) endpoint.get(ServerProviderFactory.class.getName());
    providers.setRequestPreprocessor(new Plain());
  }

  @Override
  public void service(ServletRequest request, ServletResponse response)
      throws ServletException, IOException {
    gate.guard(request, response, this::answer);
  }

  private void answer(ServletRequest request, ServletResponse response)
      throws ServletException, IOException {
    if (!direct.answer((HttpServletRequest) request, (HttpServletResponse) response)) {
      super.service(request, response);
    }
  }

  @Override
  public void destroy() {
    destroyBus();
  }

  /**
   * Takes requests as they are. CXF's own lets a parameter or a header replace the method, after
   * the gate has judged by the real one, and stumbles over parameters that are not properly
   * encoded.
   */
  private static final class Plain extends RequestPreprocessor {
    @Override
    public String preprocess(Message message, UriInfo uri) {
      return uri.getPath();
    }
  }

  /** Turns off the page that CXF would serve at "services", beside the resources. */
  private record WithoutServiceList(ServletConfig config) implements ServletConfig {
    @Override
    public String getInitParameter(String name) {
      return "hide-service-list-page".equals(name) ? "true" : config.getInitParameter(name);
    }

    @Override
    public Enumeration<String> getInitParameterNames() {
      return config.getInitParameterNames();
    }

    @Override
    public String getServletName() {
      return config.getServletName();
    }

    @Override
    public ServletContext getServletContext() {
      return config.getServletContext();
    }
  }
}
