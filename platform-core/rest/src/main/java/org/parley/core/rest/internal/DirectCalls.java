// SPDX-License-Identifier: Apache-2.0
package org.parley.core.rest.internal;

import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import javax.ws.rs.Consumes;
import javax.ws.rs.HttpMethod;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.Response;
import javax.ws.rs.core.StreamingOutput;

/**
 * Calls a resource's method straight away where it is plain which one a request means: method and
 * path fit, the body is of a type it reads, the caller takes JSON. CXF, whose way there costs more
 * than all the rest of a read, decides everything else: what is refused, negotiated or encoded.
 * Resources, their annotations, what becomes of failures and of large answers are the same for
 * both. Any thread.
 */
final class DirectCalls {
  private static final String ROOT = "/api/v1/";

  private final List<Call> calls = new ArrayList<>();

  DirectCalls(List<Object> resources) {
    for (Object resource : resources) {
      for (Method method : resource.getClass().getMethods()) {
        String verb = verb(method);
        if (verb != null && Arrays.stream(method.getParameters()).allMatch(DirectCalls::isPlain)) {
          calls.add(Call.of(resource, method, verb));
        }
      }
    }
    // As JAX-RS has it: a name before a variable.
    calls.sort(Comparator.comparingInt(Call::variables));
  }

  private static String verb(Method method) {
    for (Annotation annotation : method.getAnnotations()) {
      HttpMethod http = annotation.annotationType().getAnnotation(HttpMethod.class);
      if (http != null) {
        return http.value();
      }
    }
    return null;
  }

  private static boolean isPlain(Parameter parameter) {
    return parameter.isAnnotationPresent(Context.class)
            && parameter.getType() == HttpServletRequest.class
        || parameter.isAnnotationPresent(PathParam.class) && parameter.getType() == String.class;
  }

  /** Answers a request, or leaves it as it is and says false. */
  boolean answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
    String path = request.getRequestURI();
    if (!path.startsWith(ROOT) || !isPlain(path) || !takesJson(request.getHeader("Accept"))) {
      return false;
    }
    String[] segments = path.substring(ROOT.length()).split("/", -1);
    for (Call call : calls) {
      if (call.fits(request, segments)) {
        send(request, response, call.run(request, segments));
        return true;
      }
    }
    return false;
  }

  private static boolean isPlain(String path) {
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if (c >= 128 || !Character.isLetterOrDigit(c) && "/_-.".indexOf(c) < 0) {
        return false;
      }
    }
    return !path.contains("//") && !path.contains("/.");
  }

  private static boolean takesJson(String accepted) {
    return accepted == null || accepted.equals("*/*") || accepted.equals("application/json");
  }

  private static void send(
      HttpServletRequest request, HttpServletResponse response, Response answer)
      throws IOException {
    response.setStatus(answer.getStatus());
    answer
        .getStringHeaders()
        .forEach(
            (name, values) -> {
              if (!name.equals("Content-Length")) {
                response.setHeader(name, values.get(0));
                values.stream().skip(1).forEach(value -> response.addHeader(name, value));
              }
            });
    Object entity = answer.getEntity();
    if (entity instanceof byte[] plain) {
      byte[] body = plain;
      if (Compression.isWorthwhile(plain)) {
        response.addHeader("Vary", "Accept-Encoding");
        if (Compression.takesGzip(request.getHeader("Accept-Encoding"))) {
          body = Compression.compress(plain);
          response.setHeader("Content-Encoding", "gzip");
        }
      }
      response.setContentLength(body.length);
      response.getOutputStream().write(body);
    } else if (entity instanceof StreamingOutput stream) {
      stream.write(response.getOutputStream());
    } else if (entity != null) {
      throw new IllegalStateException("A resource answers bytes, not " + entity.getClass());
    }
  }

  /**
   * A method that can be called.
   *
   * @param segments of its path, null for a variable
   * @param arguments for each parameter the segment it comes from, -1 for the request
   */
  private record Call(
      Object resource,
      Method method,
      String verb,
      String[] segments,
      int[] arguments,
      List<String> consumes) {

    static Call of(Object resource, Method method, String verb) {
      Path own = method.getAnnotation(Path.class);
      String path = resource.getClass().getAnnotation(Path.class).value();
      path = (path.startsWith("/") ? path.substring(1) : path) + (own == null ? "" : own.value());
      List<String> segments = Arrays.asList(path.split("/"));
      int[] arguments = new int[method.getParameterCount()];
      for (int i = 0; i < arguments.length; i++) {
        PathParam variable = method.getParameters()[i].getAnnotation(PathParam.class);
        arguments[i] = variable == null ? -1 : segments.indexOf("{" + variable.value() + "}");
      }
      Consumes consumes = method.getAnnotation(Consumes.class);
      return new Call(
          resource,
          method,
          verb,
          segments.stream().map(name -> name.startsWith("{") ? null : name).toArray(String[]::new),
          arguments,
          consumes == null ? List.of() : List.of(consumes.value()));
    }

    int variables() {
      return (int) Arrays.stream(segments).filter(name -> name == null).count();
    }

    boolean fits(HttpServletRequest request, String[] path) {
      if (path.length != segments.length || !verb.equals(request.getMethod())) {
        return false;
      }
      for (int i = 0; i < path.length; i++) {
        if (segments[i] == null ? path[i].isEmpty() : !segments[i].equals(path[i])) {
          return false;
        }
      }
      return consumes.isEmpty() || consumes.contains(mediaType(request));
    }

    private static String mediaType(HttpServletRequest request) {
      String type = request.getContentType();
      return type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    Response run(HttpServletRequest request, String[] path) {
      Object[] values = new Object[arguments.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = arguments[i] < 0 ? request : path[arguments[i]];
      }
      try {
        return (Response) method.invoke(resource, values);
      } catch (InvocationTargetException e) {
        return ProblemMapper.answer(request, e.getCause());
      } catch (IllegalAccessException e) {
        throw new IllegalStateException(method + " must be public", e);
      }
    }
  }
}
