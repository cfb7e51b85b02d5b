// SPDX-License-Identifier: Apache-2.0
/** Mail to people of the house, as other rooms see it. */
@Export(attribute = {"parley=core", "mandatory:=parley"})
@Version("1.0.0")
package org.parley.core.mail;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
