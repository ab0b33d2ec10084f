/** Where controllers may be: configured, named by DHCP, found in DNS. */
@NullMarked
package io.apfw.agent.discovery;

import org.jspecify.annotations.NullMarked;
