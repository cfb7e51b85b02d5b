// SPDX-License-Identifier: Apache-2.0
package org.parley.itest.planted.core.right;

import javax.ws.rs.GET;

/** JAX-RS outside rest. */
public interface ResourceOutsideRest {
  @GET
  String greet();
}
