// SPDX-License-Identifier: Apache-2.0
package org.parley.core.operation;

import javax.servlet.ServletRequest;

/**
 * What is known of a request before any room serves it, kept as its attributes. The client's
 * address, the scheme and the host are the servlet API's own: they are those of the client already,
 * whatever stands between.
 */
public final class RequestFacts {
  /** The request's id, a String. */
  public static final String ID = "org.parley.request.id";

  /** The path that stands before every path of ours at the client, a String; mostly empty. */
  public static final String PREFIX = "org.parley.request.prefix";

  /** Whether it comes from this machine itself and not through a proxy on it, a Boolean. */
  public static final String LOCAL = "org.parley.request.local";

  /** The id of the user it is done for, a Long; set by whoever finds out. */
  public static final String USER = "org.parley.request.user";

  /** What stands behind this in a path is a secret. */
  public static final String CALENDARS = "/api/v1/calendars/";

  private RequestFacts() {}

  /** A path as it may stand in a log. */
  public static String loggable(String path) {
    int at = path.indexOf(CALENDARS);
    return at < 0 ? path : path.substring(0, at + CALENDARS.length()) + "...";
  }

  /** The prefix of a request, empty where there is none or nobody looked. */
  public static String prefix(ServletRequest request) {
    return request.getAttribute(PREFIX) instanceof String prefix ? prefix : "";
  }
}
