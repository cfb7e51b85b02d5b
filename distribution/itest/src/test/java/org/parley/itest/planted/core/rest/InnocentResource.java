// SPDX-License-Identifier: Apache-2.0
package org.parley.itest.planted.core.rest;

import javax.ws.rs.GET;

/** The rest room may. */
public interface InnocentResource {
  @GET
  String greet();
}
