// SPDX-License-Identifier: Apache-2.0
/** Violations of the house's rules, planted so that the locks are seen to close. Never shipped. */
package org.parley.itest.planted;
