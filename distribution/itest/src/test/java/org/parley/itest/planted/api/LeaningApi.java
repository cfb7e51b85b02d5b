// SPDX-License-Identifier: Apache-2.0
package org.parley.itest.planted.api;

import com.fasterxml.jackson.databind.JsonNode;

/** An API that leans on a library. */
public record LeaningApi(JsonNode body) {}
