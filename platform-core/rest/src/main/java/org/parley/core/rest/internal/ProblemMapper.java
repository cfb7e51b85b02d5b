// SPDX-License-Identifier: Apache-2.0
package org.parley.core.rest.internal;

import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.WebApplicationException;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.Response;
import javax.ws.rs.ext.ExceptionMapper;
import javax.ws.rs.ext.Provider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whatever a resource throws becomes a problem; what nobody expected is logged, here and once. */
@Provider
public final class ProblemMapper implements ExceptionMapper<Throwable> {
  private static final Logger LOG = LoggerFactory.getLogger(ProblemMapper.class);

  @Context private HttpServletRequest request;

  @Override
  public Response toResponse(Throwable failure) {
    return answer(request, failure);
  }

  static Response answer(HttpServletRequest request, Throwable failure) {
    String id = Caller.requestId(request);
    Problem problem = Problem.of(failure);
    if (problem.unexpected()) {
      LOG.error(
          "Request {} failed: {} {}", id, request.getMethod(), request.getRequestURI(), failure);
    }
    Response.ResponseBuilder answer =
        Answer.whole(problem.status(), Problem.MEDIA_TYPE, problem.json(id));
    if (problem.retryAfter().isPresent()) {
      answer.header("Retry-After", problem.retryAfterSeconds());
    }
    if (failure instanceof WebApplicationException http
        && http.getResponse().getHeaderString("Allow") != null) {
      answer.header("Allow", http.getResponse().getHeaderString("Allow"));
    }
    return answer.build();
  }
}
