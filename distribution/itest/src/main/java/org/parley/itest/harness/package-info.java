// SPDX-License-Identifier: Apache-2.0
/**
 * What the tests of the archive stand on: the running process, its HTTP client, plugin jars made to
 * order. Shared with the benchmarks.
 */
package org.parley.itest.harness;
