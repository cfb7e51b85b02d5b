// SPDX-License-Identifier: Apache-2.0
/**
 * The web room: serves the shell (under {@code static/}) and the files plugins bring to it. Exports
 * nothing.
 */
package org.parley.core.web;
