/** Whom this AP believes to be a server of TLS: a cloud, or one that has files. */
@NullMarked
package io.apfw.agent.tls;

import org.jspecify.annotations.NullMarked;
